from http import HTTPStatus

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from operations.field.answers import ApiError, error_answer


@csrf_exempt
@login_not_required
def unknown(request: HttpRequest) -> HttpResponse:
    return error_answer(ApiError(HTTPStatus.NOT_FOUND, "not_found"))
