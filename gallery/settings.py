"""All settings. Each variable is read once, here, and listed in the README."""

import hashlib
import os
import tempfile
from pathlib import Path

import dj_database_url
from csp.constants import NONCE, NONE, SELF

from gallery import environment

BASE_DIR = Path(__file__).resolve().parent.parent

# Where everything that must not be lost lives: originals, renditions, database, broker.
DATA_DIR = Path(os.environ.get("KINDRED_DATA") or BASE_DIR / "data").absolute()
MODELS_DIR = Path(os.environ.get("KINDRED_MODELS") or BASE_DIR / "models").absolute()
RUNTIME = environment.one_of("KINDRED_RUNTIME", ("onnx", "onnx-int8", "tensorflow"), default="onnx")
THREADS = environment.number("KINDRED_THREADS", default=1)  # of the network, in each worker child

WORKER_MEMORY_MB = environment.number("KINDRED_WORKER_MEMORY_MB", default=4096)  # 0: no cap

DEBUG = environment.flag("KINDRED_DEBUG", default=False)
SECRET_KEY = environment.secret("KINDRED_SECRET_KEY", DATA_DIR / "secret_key")
ALLOWED_HOSTS = environment.words("KINDRED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
HTTPS = environment.flag("KINDRED_HTTPS", default=False)  # behind a proxy that speaks TLS

# --- the app -----------------------------------------------------------------------------------

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    "template_partials",
    "csp",
    "allauth",
    "allauth.account",
    "rest_framework",
    "drf_spectacular",
    "gallery",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "gallery.middleware.FirstRunMiddleware",
    "gallery.middleware.PrivateMiddleware",
    "gallery.middleware.TidyUploadsMiddleware",
]
ROOT_URLCONF = "gallery.urls"
WSGI_APPLICATION = "gallery.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "gallery.context.frame",
            ],
        },
    },
]

# --- what is kept ------------------------------------------------------------------------------

DATABASES = {
    "default": dj_database_url.parse(
        os.environ.get("DATABASE_URL") or f"sqlite:///{DATA_DIR / 'kindred.sqlite3'}",
        conn_max_age=60,
        conn_health_checks=True,
    ),
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 30,
        # A transaction that will write takes its lock at once: no deadlock, no surprise later.
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
FILE_UPLOAD_HANDLERS = ["gallery.uploads.IncomingUploadHandler"]
DATA_UPLOAD_MAX_NUMBER_FILES = 2000  # a camera roll sent by the plain form, without JavaScript
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # of people who are hidden at once, each is one
MAX_UPLOAD_BYTES = environment.number("KINDRED_MAX_UPLOAD_MB", default=4096) * 1024 * 1024
ACCEL_PREFIX = os.environ.get("KINDRED_ACCEL_PREFIX", "")  # X-Accel-Redirect of nginx

# --- the queue ---------------------------------------------------------------------------------


def _embedded_broker() -> Path:
    """Socket of the embedded Valkey: in the data folder, unless that path is too long for one."""
    inside = DATA_DIR / "valkey" / "valkey.sock"
    if len(str(inside)) < 100:
        return inside
    name = hashlib.sha256(str(DATA_DIR).encode()).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"kindred-{name}" / "valkey.sock"


REDIS_URL = os.environ.get("REDIS_URL", "")
BROKER_SOCKET = _embedded_broker()
CELERY_BROKER_URL = REDIS_URL or f"redis+socket://{BROKER_SOCKET}"
if REDIS_URL:
    CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
    }
else:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

# --- people ------------------------------------------------------------------------------------

AUTH_USER_MODEL = "gallery.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
    )
]
ACCOUNT_ADAPTER = "gallery.accounts.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False  # this device stays; all others are signed out
ACCOUNT_SESSION_REMEMBER = True
# The pauses after wrong passwords count per browser, not per proxy.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if HTTPS else 0
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "photos"
LOGOUT_REDIRECT_URL = "account_login"

# --- programs -----------------------------------------------------------------------------------

REST_FRAMEWORK = {
    # The first says how to come in, so a stranger is told 401.
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "gallery.api.authentication.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "gallery.api.negotiation.OneKind",
    "DEFAULT_PAGINATION_CLASS": "gallery.api.paging.Pages",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_METADATA_CLASS": None,
    "DEFAULT_THROTTLE_RATES": {"wrong-tokens": "20/min"},
    "EXCEPTION_HANDLER": "gallery.api.errors.answer",
    "NUM_PROXIES": 1 if HTTPS else 0,
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Kindred",
    "DESCRIPTION": (
        "Everything the pages do with people. Every change answers with the number of its "
        "decision, which undoes it; what is not yours is answered as what does not exist."
    ),
    "VERSION": "1",
    "LICENSE": {"name": "Apache-2.0"},
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.IsAuthenticated"],
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    "SORT_OPERATIONS": False,
    "DISABLE_ERRORS_AND_WARNINGS": False,
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "gallery.api.schema.add_refusals",
    ],
}

# --- the browser -------------------------------------------------------------------------------

LANGUAGE_CODE = "en"
USE_TZ = True
TIME_ZONE = os.environ.get("TZ") or "UTC"
USE_I18N = True
STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_USE_FINDERS = True  # static files are served from where they lie; none are collected
WHITENOISE_AUTOREFRESH = DEBUG
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        # Sizes and colours of photos are known only per photo, so they stand in style attributes.
        "style-src-attr": ["'unsafe-inline'"],
        "img-src": [SELF, "data:", "blob:"],
        "media-src": [SELF, "blob:"],
        "connect-src": [SELF],
        "font-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    },
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SESSION_COOKIE_AGE = 60 * 60 * 24 * 90
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "gallery.views.errors.csrf_failure"
CSRF_TRUSTED_ORIGINS = environment.words("KINDRED_ORIGINS", default=[])
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
if HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True

# --- logs: ids, counts, seconds; no names of people, no paths of photos ------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {
        "handlers": ["stderr"],
        "level": environment.one_of(
            "KINDRED_LOG", ("DEBUG", "INFO", "WARNING", "ERROR"), default="INFO"
        ),
    },
}
