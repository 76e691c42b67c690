"""The portal's settings: one file, every choice from the environment; `.env.example` lists the variables."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import available_timezones

import environ
from django.core.exceptions import ImproperlyConfigured

from opengov.broker import transport
from opengov.environment import (
    configured,
    created,
    env,
    flag,
    folder,
    kept_secret,
    one_of,
    text,
    whole,
    words,
)

BASE_DIR = Path(__file__).resolve().parent.parent

environ.Env.read_env(BASE_DIR / ".env")

# What this installation writes, unless a variable puts a part of it elsewhere.
VAR_DIR = folder("VAR_DIR", BASE_DIR, "var")
# What the charting library keeps of fonts: a service's home may be nobody's to write in.
os.environ.setdefault("MPLCONFIGDIR", str(VAR_DIR / "matplotlib"))

# --- Safety ---------------------------------------------------------------------------------------------------------
# A laptop needs no variables at all; as soon as a key or a host is given, this is a server and DEBUG is off.
LOOPBACK = ["localhost", "127.0.0.1", "[::1]"]
DEBUG = flag("DEBUG", default=not (text("SECRET_KEY") or text("ALLOWED_HOSTS")))
SECRET_KEY = text("SECRET_KEY")
ALLOWED_HOSTS = words("ALLOWED_HOSTS")

if DEBUG:
    SECRET_KEY = SECRET_KEY or kept_secret(VAR_DIR / "secret_key")
    ALLOWED_HOSTS += LOOPBACK
if not SECRET_KEY:
    raise ImproperlyConfigured(
        "Не задан SECRET_KEY. Без DEBUG портал не запускается без своего секретного ключа."
    )
if not DEBUG:
    if len(SECRET_KEY) < 50 or len(set(SECRET_KEY)) < 5 or SECRET_KEY.startswith("django-insecure"):
        raise ImproperlyConfigured(
            "SECRET_KEY слишком простой: нужна случайная строка не короче 50 знаков (см. docs/deployment.md)."
        )
    if not ALLOWED_HOSTS:
        raise ImproperlyConfigured(
            "Не задан ALLOWED_HOSTS. Перечислите через запятую имена, под которыми открыт портал."
        )
    if "*" in ALLOWED_HOSTS:
        raise ImproperlyConfigured(
            "ALLOWED_HOSTS не может быть «*». Перечислите имена, под которыми открыт портал."
        )

PORT = whole("PORT", 8000)
SITE_URL = text("SITE_URL", f"http://localhost:{PORT}").rstrip("/")
CSRF_TRUSTED_ORIGINS = words("CSRF_TRUSTED_ORIGINS")

# HTTPS is on for a server: the proxy in front (see deploy/nginx) ends TLS and says so in X-Forwarded-Proto.
HTTPS = flag("HTTPS", default=not DEBUG)
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = whole("HSTS_SECONDS", 30 * 24 * 3600, at_least=0) if HTTPS else 0
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
CSRF_FAILURE_VIEW = "plans.views.unsent.csrf_failure"
# W005 and W021: the neighbours under the same domain are not ours to bind to HTTPS, nor is the browsers' preload list.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
# How many proxies of ours stand in front: the visitor's address is the last but that many of X-Forwarded-For.
ALLAUTH_TRUSTED_PROXY_COUNT = whole("TRUSTED_PROXY_COUNT", 1 if HTTPS else 0, at_least=0)

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "base-uri": ["'self'"],
        "connect-src": ["'self'"],
        "font-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        # data: is for the icons inside Bootstrap's own style sheet and the QR code of the second factor.
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
    },
}

# --- What the portal is made of -------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "opengov.apps.OpengovConfig",
    "accounts",
    "plans",
    "surveys",
    "reports",
    "opendata",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "bootstrap",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
]

MIDDLEWARE = [
    "opengov.request_id.RequestIdMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "accounts.public.memory.PublicPagesMiddleware",
]

ROOT_URLCONF = "opengov.urls"
WSGI_APPLICATION = "opengov.wsgi.application"

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
                "accounts.context.office",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

# --- Database, cache, storage ---------------------------------------------------------------------------------------
# Not an address by default: a folder's name may hold what an address cannot.
DATABASE: dict[str, Any] = {"ENGINE": "django.db.backends.sqlite3", "NAME": str(VAR_DIR / "db.sqlite3")}
if text("DATABASE_URL"):
    DATABASE = configured("DATABASE_URL", env.db_url_config)
if DATABASE.get("ENGINE") not in {"django.db.backends.sqlite3", "django.db.backends.postgresql"}:
    raise ImproperlyConfigured("DATABASE_URL должен начинаться с sqlite:/// или postgres://.")

if DATABASE["ENGINE"] == "django.db.backends.sqlite3":
    if DATABASE["NAME"] != ":memory:":
        DATABASE["NAME"] = str(BASE_DIR / DATABASE["NAME"])
        created(Path(DATABASE["NAME"]).parent, "DATABASE_URL")
    # A write transaction takes its lock at once and waits for it, instead of failing half-way; readers go on (WAL).
    DATABASE["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
    }
else:
    DATABASE["CONN_HEALTH_CHECKS"] = True
    DATABASE.setdefault("OPTIONS", {}).setdefault("connect_timeout", 5)
# Opening a connection costs more than a public page's only query.
DATABASE["CONN_MAX_AGE"] = 60
DATABASES = {"default": DATABASE}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHE: dict[str, Any] = configured("CACHE_URL", env.cache_url_config, default="locmemcache://")
if CACHE["BACKEND"].endswith("RedisCache"):
    CACHE["BACKEND"] = "opengov.cache.ForgivingRedisCache"
    CACHE["OPTIONS"] = {**CACHE.get("OPTIONS", {}), "socket_connect_timeout": 0.5, "socket_timeout": 0.5}
CACHES = {"default": CACHE}

# For so long a proxy, and the process itself, may answer public pages without asking whether they have changed.
PUBLIC_CACHE_SECONDS = whole("PUBLIC_CACHE_SECONDS", 1, at_least=0)

MEDIA_ROOT = folder("MEDIA_ROOT", BASE_DIR, f"{VAR_DIR}/media")
MEDIA_URL = "/media/"
STATIC_ROOT = folder("STATIC_ROOT", BASE_DIR, f"{VAR_DIR}/static")
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage",
        # nginx reads them as another user; FILE_UPLOAD_PERMISSIONS is for what people upload.
        "OPTIONS": {"file_permissions_mode": 0o644, "directory_permissions_mode": 0o755},
    },
}
# A file that a template names and nobody has is a 404 for that file, not a 500 for the page.
WHITENOISE_MANIFEST_STRICT = False
WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_AUTOREFRESH = DEBUG

# --- Uploads and the limits of an import ----------------------------------------------------------------------------
IMPORT_MAX_FILE_MB = whole("IMPORT_MAX_FILE_MB", 25)
ATTACHMENT_MAX_FILE_MB = whole("ATTACHMENT_MAX_FILE_MB", 20)
IMPORT_MAX_UNPACKED_MB = whole("IMPORT_MAX_UNPACKED_MB", 200)
IMPORT_MAX_ROWS = whole("IMPORT_MAX_ROWS", 5000)
IMPORT_MAX_COLUMNS = whole("IMPORT_MAX_COLUMNS", 30)
# A form without its files: a whole half-year's texts fit; files go to disk as they arrive and are measured by the form.
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o640

# --- Who may enter ----------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/work/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "accounts.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_UNIQUE_EMAIL = True
# Addresses are vouched for by whoever invites; there is nothing to confirm and nobody registers alone.
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if HTTPS else "http"
ACCOUNT_SESSION_REMEMBER = None
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Открытое правительство"
# An invited address is known to be its owner's, though nobody clicked a letter.
MFA_ALLOW_UNVERIFIED_EMAIL = True

# --- Language and mail ------------------------------------------------------------------------------------------------
LANGUAGE_CODE = "ru"
TIME_ZONE = text("TIME_ZONE", "Europe/Moscow")
if TIME_ZONE not in available_timezones():
    raise ImproperlyConfigured(f"TIME_ZONE «{TIME_ZONE}» неизвестна. Пример: Europe/Moscow.")

globals().update(configured("EMAIL_URL", env.email_url_config, default="consolemail://"))
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = text("DEFAULT_FROM_EMAIL", f"noreply@{urlsplit(SITE_URL).hostname or 'localhost'}")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# --- Long work --------------------------------------------------------------------------------------------------------
CELERY_TASK_TIME_LIMIT = 600
CELERY_TASK_SOFT_TIME_LIMIT = 540
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = False
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_TASKS_PER_CHILD = 200
CELERY_WORKER_REDIRECT_STDOUTS = False
CELERY_TIMEZONE = TIME_ZONE
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# A message is only a nudge, so a broker that is away must be noticed at once: the sweep sends again.
CELERY_TASK_PUBLISH_RETRY = False
CELERY_BROKER_CONNECTION_TIMEOUT = 1.0
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_BROKER_URL, CELERY_BROKER_TRANSPORT_OPTIONS = transport(
    text("CELERY_BROKER_URL", "filesystem://"), folder=VAR_DIR / "broker", time_limit=CELERY_TASK_TIME_LIMIT
)
SWEEP_SECONDS = whole("SWEEP_SECONDS", 60)
# A worker that gives no sign of life for so long has lost its job to the next one; a living one renews it in time.
JOB_LEASE_SECONDS = whole("JOB_LEASE_SECONDS", 120)
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "celerybeat-schedule")
CELERY_BEAT_SCHEDULE = {
    "sweep-jobs": {
        "task": "reports.sweep_jobs",
        "schedule": float(SWEEP_SECONDS),
        # Sweeps that piled up while no worker was there are worth no more than the last of them.
        "options": {"expires": SWEEP_SECONDS},
    },
    "send-letters": {
        "task": "plans.send_letters",
        "schedule": float(SWEEP_SECONDS),
        "options": {"expires": SWEEP_SECONDS},
    },
    # Looks what the day asks for; a portal that was off for an hour or a week is soon level with the calendar.
    "tell-the-time": {
        "task": "plans.tell_the_time",
        "schedule": 10.0 * SWEEP_SECONDS,
        "options": {"expires": 10 * SWEEP_SECONDS},
    },
}

# --- Logs -------------------------------------------------------------------------------------------------------------
LOG_LEVEL = one_of("LOG_LEVEL", ("DEBUG", "INFO", "WARNING", "ERROR"), "INFO")
LOG_FORMAT = one_of("LOG_FORMAT", ("PLAIN", "JSON"), "PLAIN" if DEBUG else "JSON").lower()
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {"()": "opengov.logs.JsonFormatter"},
        "plain": {"()": "opengov.logs.PlainFormatter"},
    },
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "stream": "ext://sys.stderr",
            "formatter": LOG_FORMAT,
        },
    },
    "root": {"handlers": ["stderr"], "level": LOG_LEVEL},
    "loggers": {
        # Django's own handlers give way to the root's; a request is logged by RequestIdMiddleware.
        "django": {"handlers": [], "level": LOG_LEVEL, "propagate": True},
        "django.server": {"handlers": [], "level": "WARNING", "propagate": True},
        # Warn of what is as it should be: of every HEAD request, and of a broker in a folder that it has no host.
        "gunicorn.http.wsgi": {"level": "ERROR"},
        "kombu.connection": {"level": "ERROR"},
    },
}
