"""The one Django settings module: for tests, the demo and every real site alike.

It reads the folder that the variable MASTHEAD_SITE names. Without that variable (a type checker, a tool that
wants the models only) it describes a site in memory that no reader can reach.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from django.utils.functional import lazy

from masthead import kind_folders
from masthead.desk.words import compiled
from masthead.site.addresses import addresses
from masthead.site.databases import databases
from masthead.site.folder import SiteFolder
from masthead.site.options import load

SITE_FOLDER = SiteFolder(Path(os.environ["MASTHEAD_SITE"]).resolve()) if "MASTHEAD_SITE" in os.environ else None
OPTIONS = load(SITE_FOLDER.configuration if SITE_FOLDER else None).options
_public = addresses(OPTIONS)


def _site_name() -> str:
    from masthead.entries.models import site_name

    return site_name()


SECRET_KEY = SITE_FOLDER.key.read_text(encoding="ascii").strip() if SITE_FOLDER else secrets.token_urlsafe(50)
DEBUG = False
ALLOWED_HOSTS = list(_public.hosts)
ROOT_URLCONF = "masthead.site.urls"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATABASES = databases(OPTIONS.database, SITE_FOLDER)

INSTALLED_APPS = [
    "masthead.desk",
    "masthead.clock",
    "masthead.mail",
    "masthead.respond",
    "masthead.pages",
    "masthead.entries",
    *(f"{kind_folders.PACKAGE}.{folder.name}" for folder in kind_folders.having("apps.py")),
    "wagtail.contrib.settings",
    "wagtail.contrib.typed_table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "masthead.desk.users.UsersConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "masthead.desk.notices",
    "masthead.desk.log_in",
    "wagtail",
    "modelcluster",
    "taggit",
    "treebeard",
    "django_filters",
    "django_tasks",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    # The desk speaks the editor's language: the account's, else the browser's.
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "masthead.desk.log_in.coming_in.Seen",
    "masthead.site.accounts.OwnPasswordFirst",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    # Last: others may refuse a request before it becomes a transaction.
    "masthead.desk.transactions.OneTransaction",
]

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
            ],
        },
    },
]

# Shared by all processes of the desk: with a cache of its own, one of them would keep an old root of the site
# for an hour.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": str(SITE_FOLDER.cache),
    }
    if SITE_FOLDER
    else {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}
}

# Language and time. One tree, no translated copies of it: language is a field of blogs and entries.
USE_I18N = True
WAGTAIL_I18N_ENABLED = False
LANGUAGE_CODE = "en"
LOCALE_PATHS = [str(compiled(SITE_FOLDER.words))] if SITE_FOLDER else []
TIME_ZONE = OPTIONS.timezone
_REGIONS = ("Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")
# The machine knows more names ("localtime", "Factory"); a browser stumbles over those.
WAGTAIL_USER_TIME_ZONES = ["UTC", *sorted(name for name in available_timezones() if name.startswith(_REGIONS))]
USE_TZ = True

# What editors get. Originals are outside the store; only the desk hands them out.
STATIC_URL = "/desk/static/"
MEDIA_URL = "/desk/uploads/"
MEDIA_ROOT = str(SITE_FOLDER.uploads) if SITE_FOLDER else ""
FILE_UPLOAD_PERMISSIONS = 0o640
LOGIN_URL = "wagtailadmin_login"
LOGIN_REDIRECT_URL = "wagtailadmin_home"
# A long entry is a form of thousands of fields.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000

AUTHENTICATION_BACKENDS = ["masthead.site.accounts.Accounts"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
    "masthead.site.accounts.OneTimePasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

SESSION_ENGINE = "masthead.desk.log_in.sessions"
PASSWORD_RESET_TIMEOUT = 24 * 60 * 60
CSRF_TRUSTED_ORIGINS = list(_public.origins)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _public.secure
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_PATH = CSRF_COOKIE_PATH = "/desk/"
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "masthead_session", "masthead_csrf"
LANGUAGE_COOKIE_PATH = "/desk/"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _public.secure else None
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
# Wagtail shows previews in a frame of the desk itself.
X_FRAME_OPTIONS = "SAMEORIGIN"

# Into a table, in the transaction of whoever sends; the clock's process delivers.
EMAIL_BACKEND = "masthead.mail.backend.OutboxBackend"
DEFAULT_FROM_EMAIL = SERVER_EMAIL = OPTIONS.mail_from or f"masthead@{urlsplit(_public.url).hostname}"

# Inside the request, after its commit: enough for one machine.
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}

WAGTAIL_PAGE_MODEL = "wagtailcore.Page"
WAGTAIL_SITE_NAME = lazy(_site_name, str)()
WAGTAILADMIN_BASE_URL = _public.desk
WAGTAIL_ALLOW_UNICODE_SLUGS = True
WAGTAIL_ENABLE_UPDATE_CHECK = False  # no call to anybody's server
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None  # nor an editor's address to somebody else's
WAGTAIL_AUTOSAVE_INTERVAL = 3000  # each one is a write; SQLite has one writer
WAGTAIL_EDITING_SESSION_PING_INTERVAL = 30_000
WAGTAIL_WORKFLOW_ENABLED = True
WAGTAILIMAGES_IMAGE_MODEL = "masthead.Image"
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_IMAGE_FORM_BASE = "masthead.desk.pictures.PictureForm"
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 40 * 1024 * 1024
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "masthead.desk.documents.DocumentForm"
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
# Nothing is fetched from others while somebody saves; an embed is a link with a title.
WAGTAILEMBEDS_FINDERS: list[dict[str, Any]] = []

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        # What a browser asked amiss is answered to it; the log is for what is wrong here. An autosave of a form that is
        # not complete yet is such an answer. Refusals for safety's sake have a logger of their own.
        "django.request": {"level": "ERROR"},
    },
}
