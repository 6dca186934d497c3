from http import HTTPStatus
from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LogoutView
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from monitoring.client_address import network_of
from monitoring.rate_limit import TooManyRequests
from operations.actions.failed_attempts import TooManyAttempts
from operations.actions.sign_in_at_desk import NotForThisAccount, SignInFailed, sign_in_at_desk
from operations.actions.write_audit import write_audit
from operations.board import limits
from operations.board.access import seat_of
from operations.board.browser_cookie import browser_of, remember_browser
from operations.board.coming_in import await_code, come_in
from operations.board.refusals import too_many_attempts
from operations.models import User
from operations.queries.second_factor import has_second_factor
from operations.vocabulary import Audited

_WRONG = "The user name or the password is wrong. Check both, and the Caps Lock key."
_NOT_HERE = (
    "This account works at the ship’s side: sign in on a tablet, in the field app. "
    "If you need the board, ask an operator."
)


class SignInForm(forms.Form):
    username = forms.CharField(max_length=150)
    password = forms.CharField(max_length=1000, strip=False, widget=forms.PasswordInput)


@login_not_required
@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    target = _target(request)
    if request.method != "POST":
        if seat_of(request.user) is not None:
            return HttpResponseRedirect(target)
        return _page(request, SignInForm(), target)
    form = SignInForm(request.POST)
    if not form.is_valid():
        return _page(request, form, target, status=HTTPStatus.BAD_REQUEST)
    try:
        person = _sign_in(request, form)
    except (SignInFailed, NotForThisAccount) as refused:
        form.add_error(None, _WRONG if isinstance(refused, SignInFailed) else _NOT_HERE)
        return _page(request, form, target, status=HTTPStatus.FORBIDDEN)
    except (TooManyAttempts, TooManyRequests) as refused:
        form.add_error(None, too_many_attempts(refused.retry_after_seconds))
        page = _page(request, form, target, status=HTTPStatus.TOO_MANY_REQUESTS)
        page["Retry-After"] = str(refused.retry_after_seconds)
        return page
    response = _let_in(request, person, target)
    remember_browser(request, response, person)
    return response


# Whoever is signed out already is signed out: asking them to sign in first would be a joke.
@method_decorator(login_not_required, name="dispatch")
class SignOut(LogoutView):
    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if isinstance(request.user, User):
            write_audit(Audited.SIGNED_OUT, by=request.user)
        return super().post(request, *args, **kwargs)


def _let_in(request: HttpRequest, person: User, target: str) -> HttpResponse:
    """Lead a person whose password was right to the second factor, or in."""
    if has_second_factor(person):
        await_code(request, person, target)
        return redirect("sign_in_code")
    if settings.OTP_REQUIRED:
        await_code(request, person, target)
        return redirect("second_factor_set_up")
    come_in(request, person, device=None, how="password")
    return HttpResponseRedirect(target)


def _sign_in(request: HttpRequest, form: SignInForm) -> User:
    address = network_of(request.META["REMOTE_ADDR"])
    username, browser = form.cleaned_data["username"], browser_of(request)
    known_browser = browser.key if browser.knows(username) else ""
    _charge(request, address=address, known_browser=known_browser)
    return sign_in_at_desk(
        username=username,
        password=form.cleaned_data["password"],
        address=address,
        known_browser=known_browser,
        signed_in_at=timezone.now(),
    )


def _charge(request: HttpRequest, *, address: str, known_browser: str) -> None:
    # As with wrong passwords: whoever copied what it says must not shut its owner out.
    if not (known_browser and limits.SIGN_IN_KNOWN.has_room(request, known_browser)):
        limits.SIGN_IN_FROM.charge(request, address)


def _target(request: HttpRequest) -> str:
    """Return where the person wanted to go, if that is one of our own pages."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    doors = {reverse("login"), reverse("logout")}
    return wanted if is_ours and urlsplit(wanted).path not in doors else reverse("board")


def _page(
    request: HttpRequest, form: SignInForm, target: str, *, status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    return render(request, "registration/login.html", {"form": form, "next": target}, status=status)
