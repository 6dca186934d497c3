"""The site's own settings, with Django's default middleware and one view that does nothing."""

from stevedores import settings as site

globals().update({name: value for name, value in vars(site).items() if name.isupper()})
ROOT_URLCONF = "benchmarks.bare_view"
# What "django-admin startproject" writes.
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
