"""Where each door stands."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path(settings.ADMIN_PATH, admin.site.urls),
    path("field/", include("operations.field.urls")),
    path("", include("operations.board.urls")),
]

handler400 = "stevedores.error_pages.bad_request"
handler403 = "stevedores.error_pages.permission_denied"
handler404 = "stevedores.error_pages.page_not_found"
handler500 = "stevedores.error_pages.server_error"
