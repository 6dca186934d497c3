from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods
from django_otp.plugins.otp_totp.models import TOTPDevice

from operations.actions import second_factor as deeds
from operations.actions.failed_attempts import TooManyAttempts
from operations.actions.second_factor import CodeWrong
from operations.board.access import Seat, board_page, seat_of
from operations.board.coming_in import ComingIn, await_code, come_in, who_comes_in
from operations.board.refusals import too_many_attempts
from operations.models import User
from operations.queries import second_factor as facts
from operations.reports.qr_code import qr_svg

_WRONG = "That code is not right. Wait for the next one to appear in the app, and type that."
Content = dict[str, Any]

_CODE_PAGE = "registration/code.html"
_SET_UP_PAGE = "registration/second_factor_set_up.html"
_OWN_PAGE = "registration/second_factor.html"
_USED_UP = (
    "That recovery code is used up. When the phone is gone for good, set up another one here."
)
_READS = ["GET", "HEAD"]
_IN_SET_UP = "device_in_set_up"
_KEY_GROUP = 4  # letters of the secret in a group, for whoever types it


class CodeForm(forms.Form):
    code = forms.CharField(max_length=40)


@login_not_required
@sensitive_post_parameters("code")
@never_cache
@require_http_methods([*_READS, "POST"])
def sign_in_code(request: HttpRequest) -> HttpResponse:
    """Ask for the code that follows the password."""
    coming = who_comes_in(request)
    if coming is None or not facts.has_second_factor(coming.person):
        return redirect("login")
    form = CodeForm(request.POST if request.method == "POST" else None)
    try:
        if form.is_valid():
            proof = deeds.check_code(
                person=coming.person, code=form.cleaned_data["code"], now=timezone.now()
            )
            how = "recovery code" if proof.is_recovery_code else "code"
            come_in(request, coming.person, device=proof.device, how=f"password and {how}")
            return _after_code(request, coming, is_recovery_code=proof.is_recovery_code)
    except (CodeWrong, TooManyAttempts) as refused:
        return _refuse(request, refused, _CODE_PAGE, {"form": form})
    status = HTTPStatus.BAD_REQUEST if form.is_bound else HTTPStatus.OK
    return render(request, _CODE_PAGE, {"form": form}, status=status)


@login_not_required
@sensitive_post_parameters("code")
@never_cache
@require_http_methods([*_READS, "POST"])
def set_up(request: HttpRequest) -> HttpResponse:
    """Show the secret of a new device, and make it count once a code of it was typed."""
    coming = who_comes_in(request) or _who_sits_here(request)
    if coming is None:
        return redirect("login")
    if facts.has_second_factor(coming.person):
        return redirect("second_factor" if request.user.is_authenticated else "sign_in_code")
    device = _device_in_set_up(request, coming.person)
    form = CodeForm(request.POST if request.method == "POST" else None)
    content = {"form": form, **_shown(request, coming.person, device)}
    try:
        if form.is_valid():
            return _confirm(request, coming, device, form.cleaned_data["code"])
    except (CodeWrong, TooManyAttempts) as refused:
        return _refuse(request, refused, _SET_UP_PAGE, content)
    status = HTTPStatus.BAD_REQUEST if form.is_bound else HTTPStatus.OK
    return render(request, _SET_UP_PAGE, content, status=status)


@sensitive_post_parameters("code")
@never_cache
@require_http_methods([*_READS, "POST"])
@board_page
def second_factor(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Tell people of their second factor; with a code they renew it or its recovery codes."""
    device = facts.device_of(seat.person)
    if device is None:
        return redirect("second_factor_set_up")
    form = CodeForm(request.POST if request.method == "POST" else None)
    codes_left = facts.recovery_codes_left(seat.person)
    content = {"form": form, "device": device, "codes_left": codes_left, "seat": seat}
    try:
        if form.is_valid():
            deeds.check_code(person=seat.person, code=form.cleaned_data["code"], now=timezone.now())
            return _renew(request, seat.person)
    except (CodeWrong, TooManyAttempts) as refused:
        return _refuse(request, refused, _OWN_PAGE, content)
    status = HTTPStatus.BAD_REQUEST if form.is_bound else HTTPStatus.OK
    return render(request, _OWN_PAGE, content, status=status)


def _after_code(request: HttpRequest, coming: ComingIn, *, is_recovery_code: bool) -> HttpResponse:
    if is_recovery_code:
        messages.warning(request, _USED_UP)
        return redirect("second_factor")
    return HttpResponseRedirect(coming.target)


def _who_sits_here(request: HttpRequest) -> ComingIn | None:
    """Return who is signed in already and sets a second factor up of their own accord."""
    seat = seat_of(request.user)
    return ComingIn(seat.person, reverse("second_factor")) if seat else None


def _device_in_set_up(request: HttpRequest, person: User) -> TOTPDevice:
    """Return the device that this session is setting up: another session's secret is not shown."""
    device = facts.device_in_set_up(person, request.session.get(_IN_SET_UP))
    if device is None:
        device = deeds.begin_set_up(person=person)
        request.session[_IN_SET_UP] = device.pk
    return device


@sensitive_variables("codes")
def _confirm(request: HttpRequest, coming: ComingIn, device: TOTPDevice, code: str) -> HttpResponse:
    codes = deeds.confirm_set_up(person=coming.person, device=device, code=code, now=timezone.now())
    # All sessions of the person ended, this one too: it begins anew, with the device.
    person = User.objects.get(pk=coming.person.pk)
    come_in(request, person, device=device, how="password and code")
    return _codes_page(request, codes, coming.target)


@sensitive_variables("codes")
def _renew(request: HttpRequest, person: User) -> HttpResponse:
    if request.POST.get("wish") == "device":
        deeds.remove_second_factor(person=person, by=person, said="To set up another device.")
        fresh = User.objects.get(pk=person.pk)
        await_code(request, fresh, reverse("second_factor"))
        return redirect("second_factor_set_up")
    codes = deeds.renew_recovery_codes(person=person)
    return _codes_page(request, codes, reverse("second_factor"))


def _codes_page(request: HttpRequest, codes: list[str], target: str) -> HttpResponse:
    seat = seat_of(request.user)
    content = {"codes": codes, "next": target, "made_at": timezone.now(), "seat": seat}
    return render(request, "registration/recovery_codes.html", content)


def _shown(request: HttpRequest, person: User, device: TOTPDevice) -> Content:
    """Return the secret for the camera and for whoever types it, in groups of four letters."""
    url = device.config_url
    secret = url.partition("secret=")[2].partition("&")[0]
    groups = [secret[at : at + _KEY_GROUP] for at in range(0, len(secret), _KEY_GROUP)]
    # The bar on top leads nowhere for who only comes in.
    seat = seat_of(request.user)
    return {"qr": qr_svg(url), "secret": " ".join(groups), "person": person, "seat": seat}


def _refuse(
    request: HttpRequest, refused: CodeWrong | TooManyAttempts, template: str, content: Content
) -> HttpResponse:
    form: CodeForm = content["form"]
    if isinstance(refused, CodeWrong):
        form.add_error(None, _WRONG)
        return render(request, template, content, status=HTTPStatus.FORBIDDEN)
    form.add_error(None, too_many_attempts(refused.retry_after_seconds))
    page = render(request, template, content, status=HTTPStatus.TOO_MANY_REQUESTS)
    page["Retry-After"] = str(refused.retry_after_seconds)
    return page
