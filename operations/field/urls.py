from django.urls import path

from operations.field.views_calls import calls, cargo, changes
from operations.field.views_events import events
from operations.field.views_session import enrol, session, sign_in
from operations.field.views_shell import service_worker, shell, web_manifest

urlpatterns = [
    path("", shell, name="field-shell"),
    path("sw.js", service_worker, name="field-worker"),
    path("app.webmanifest", web_manifest, name="field-web-manifest"),
    path("api/v1/session", session, name="field-session"),
    path("api/v1/enrol", enrol, name="field-enrol"),
    path("api/v1/sign-in", sign_in, name="field-sign-in"),
    path("api/v1/calls", calls, name="field-calls"),
    path("api/v1/calls/<int:call_id>/cargo", cargo, name="field-cargo"),
    path("api/v1/calls/<int:call_id>/changes", changes, name="field-changes"),
    path("api/v1/events", events, name="field-events"),
]
