"""Settings: one module for every deployment; the environment says what differs.

Production needs no flag to be safe (`DJANGO_DEBUG` is false unless set). Development needs
nothing but `DJANGO_DEBUG=true`. Each variable is described in `.env.example`.
"""

from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import dj_database_url
import django_stubs_ext
from celery.schedules import crontab
from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from sarado_site.env import env_bool, env_int, env_json, env_list, env_text, load_env_file
from sarado_site.logs import logging_settings

django_stubs_ext.monkeypatch()

# Paths

BASE_DIR = Path(__file__).resolve().parent.parent
load_env_file(Path(env_text("ENV_FILE", str(BASE_DIR / ".env"))))
VAR_DIR = Path(env_text("VAR_DIR", str(BASE_DIR / "var")))  # everything the processes write
VAR_DIR.mkdir(parents=True, exist_ok=True)

# Core

DEBUG = env_bool("DJANGO_DEBUG", default=False)
SECRET_KEY = env_text("DJANGO_SECRET_KEY", "insecure-for-development-only" if DEBUG else "")
if not SECRET_KEY:
    raise ImproperlyConfigured(
        "DJANGO_SECRET_KEY is not set. Make one with: "
        "python3 -c 'import secrets; print(secrets.token_urlsafe(50))'"
    )
SECRET_KEY_FALLBACKS = env_list("DJANGO_SECRET_KEY_FALLBACKS")  # so that a new key cuts nobody
ALLOWED_HOSTS = env_list("ALLOWED_HOSTS", ("localhost", "127.0.0.1", "[::1]"))
ROOT_URLCONF = "sarado_site.urls"
WSGI_APPLICATION = "sarado_site.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "sarado_site.apps.SaradoSiteConfig",
    "persona.apps.PersonaConfig",
    "conversations.apps.ConversationsConfig",
    "corsheaders",
    "csp",
    "sarado_site.apps.SaradoAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "axes",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

# Ahead of everything that costs: who is asking, then static files, then /api/ on its own.
MIDDLEWARE = [
    "sarado_site.client_address.ClientAddressMiddleware",
    "sarado_site.security.HttpsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "corsheaders.middleware.CorsMiddleware",
    "sarado_site.language.VisitorLanguageMiddleware",
    "sarado_site.problems.ProblemDocumentMiddleware",
    "sarado_site.gate.ApiGateMiddleware",
    "sarado_site.outages.OutageMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "sarado_site.security.HostMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]

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
            ],
        },
    },
]

# Language and time. The house lives in Jeju; its hours are Seoul's.

LANGUAGE_CODE = "ko"
# Staff work in Korean; visitors may choose (sarado_site.language).
LANGUAGES = [("ko", "한국어"), ("en", "English"), ("ja", "日本語"), ("zh-hans", "中文")]
TIME_ZONE = "Asia/Seoul"
USE_I18N = USE_TZ = True
FORMAT_MODULE_PATH = ["sarado_site.formats"]

# Data

DATABASES: dict[str, Any] = {
    "default": dj_database_url.parse(
        env_text("DATABASE_URL", f"sqlite:///{VAR_DIR / 'sarado.sqlite3'}")
    )
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # WAL lets readers go on while one writes; IMMEDIATE takes the write lock at the start of a
    # transaction, where waiting works, instead of in the middle, where SQLite can only fail.
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
elif DATABASES["default"]["ENGINE"].endswith("postgresql"):
    DATABASES["default"]["ENGINE"] = "sarado_site.postgresql"
    DATABASES["default"]["OPTIONS"] = {
        **DATABASES["default"].get("OPTIONS", {}),
        "connect_timeout": 3,
        "pool": {
            "min_size": 1,
            # A begin needs one for two milliseconds; more of them only make the database take
            # turns between them in a crowd.
            "max_size": env_int("DATABASE_POOL", 8),
            "timeout": 4,
            # Connecting again is given up soon and begun anew by the next request: with the
            # pool's own patience of minutes a database that is back would be found late.
            "reconnect_timeout": 1,
        },
    }

REDIS_URL = env_text("REDIS_URL", "redis://127.0.0.1:6379/0")
REDIS_TIMEOUT_SECONDS = 0.5  # a slow Redis must not hold a visitor
CACHES = {
    "default": {
        "BACKEND": "sarado_site.redis_cache.SharedRedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "sarado",
        "OPTIONS": {
            "socket_timeout": REDIS_TIMEOUT_SECONDS,
            "socket_connect_timeout": REDIS_TIMEOUT_SECONDS,
            "max_connections": 512,  # above any number of threads: they take turns, never errors
        },
    },
    # Counts for one process only: what rate limits fall back to while Redis is away.
    "process": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
}

# Staff sign-in. Five wrong passwords for a name from an address close that door for a while.

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",  # reads those made before
]
SESSION_COOKIE_AGE = env_int("STAFF_SESSION_SECONDS", 12 * 3600)  # a day's work, then sign in anew
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # or whoever guesses could lock for ever
AXES_HANDLER = "sarado_site.guessing.GuessHandler"
AXES_CLIENT_IP_CALLABLE = "sarado_site.guessing.place_of"
# Masked in what it logs and keeps, like every password.
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "otp_token", "csrfmiddlewaretoken"]
AXES_LOCKOUT_TEMPLATE = "admin/locked_out.html"
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
OTP_TOTP_ISSUER = "사라도령"

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

# Celery: the minute tick, hang-ups, sweeps

CELERY_BROKER_URL = REDIS_URL
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "socket_timeout": 5,
    "socket_connect_timeout": REDIS_TIMEOUT_SECONDS,
    "global_keyprefix": "sarado:",
    # One more try and then the caller is told; without these kombu tries for six seconds.
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0,
    "interval_max": 0,
}
CELERY_TASK_PUBLISH_RETRY = False  # a request never waits for a broker; the sweep catches up
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True  # a worker that dies gives its task back; every task is idempotent
CELERY_TIMEZONE = TIME_ZONE
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "celerybeat-schedule")
CELERY_BEAT_SCHEDULE = {
    # On the minute, so that 08:00:00 opens at 08:00:00. Expires, so that a worker which was away
    # does not work through an hour of old ticks.
    "tick": {
        "task": "conversations.tasks.tick",
        "schedule": crontab(),
        "options": {"expires": 50},
    },
    # Before the house opens, so that an end announced overnight is known when people arrive.
    "watch-models": {
        "task": "conversations.tasks.watch_models",
        "schedule": crontab(hour="6", minute="20"),
        "options": {"expires": 3 * 3600},
    },
}

# Static files

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "sarado_site.static_storage.LeanManifestStaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_MIMETYPES = {".webmanifest": "application/manifest+json"}  # it knows no such files
STATIC_ROOT.mkdir(exist_ok=True)  # WhiteNoise warns at every start about a folder not yet made

# Realtime provider. With no key, development talks to the rehearsal peer.

OPENAI_API_KEY = env_text("OPENAI_API_KEY")
REHEARSAL_PORT = env_int("REHEARSAL_PORT", 8090)
_REHEARSAL_BASE = f"http://127.0.0.1:{REHEARSAL_PORT}/v1"
if not OPENAI_API_KEY and not DEBUG:
    raise ImproperlyConfigured(
        "OPENAI_API_KEY is not set. In production the house does not open without one; "
        "to rehearse without a key, set DJANGO_DEBUG=true."
    )
IS_REHEARSAL = not OPENAI_API_KEY
REALTIME_API_KEY = OPENAI_API_KEY or "sk-rehearsal"
REALTIME_API_BASE = env_text(
    "REALTIME_API_BASE", _REHEARSAL_BASE if IS_REHEARSAL else "https://api.openai.com/v1"
).rstrip("/")
REALTIME_CALLS_URL = env_text("REALTIME_CALLS_URL", f"{REALTIME_API_BASE}/realtime/calls")
REALTIME_AUTH = env_text("REALTIME_AUTH", "bearer")
if REALTIME_AUTH not in ("bearer", "api-key"):
    raise ImproperlyConfigured(f"REALTIME_AUTH must be bearer or api-key, not {REALTIME_AUTH!r}.")
REALTIME_ICE_SERVERS: list[dict[str, Any]] = env_json("REALTIME_ICE_SERVERS", [])
CLIENT_SECRET_SECONDS = env_int("CLIENT_SECRET_SECONDS", 30)  # the provider takes 10 to 7200

# The house and its limits

PERSONA_SLUG = env_text("PERSONA_SLUG", "sarado")
PERSONA_SESSION_TRIAL = "conversations.session_trial.try_session"  # persona asks, and knows no HTTP
SEATS = env_int("SEATS", 50)
CONVERSATION_MAX_SECONDS = env_int("CONVERSATION_MAX_SECONDS", 20 * 60)
KIOSK_CONVERSATION_MAX_SECONDS = env_int("KIOSK_CONVERSATION_MAX_SECONDS", 60 * 60)
CALLS_PER_HOUR = env_int("CALLS_PER_HOUR", 180)  # so that no page mints for ever
LAST_ADMISSION_SECONDS = env_int("LAST_ADMISSION_SECONDS", 10 * 60)
WATCH_SECONDS = env_int("WATCH_SECONDS", 10)
FAREWELL_SECONDS = env_int("FAREWELL_SECONDS", 2 * 60)
HEARTBEAT_LOST_SECONDS = env_int("HEARTBEAT_LOST_SECONDS", 90)
DAILY_MINUTES_CEILING = env_int("DAILY_MINUTES_CEILING", 3_000)
DAILY_USD_CEILING = env_int("DAILY_USD_CEILING", 100)
MONTHLY_MINUTES_CEILING = env_int("MONTHLY_MINUTES_CEILING", 60_000)
MONTHLY_USD_CEILING = env_int("MONTHLY_USD_CEILING", 2_000)
API_RATE = env_text("API_RATE", "100/m")
BEGIN_RATE_MINUTE = env_text("BEGIN_RATE_MINUTE", "6/m")
BEGIN_RATE_HOUR = env_text("BEGIN_RATE_HOUR", "30/h")
KIOSK_KEYS = env_list("KIOSK_KEYS")
STATUS_CACHE_SECONDS = env_int("STATUS_CACHE_SECONDS", 1)

# Security

TRUSTED_PROXIES = env_list("TRUSTED_PROXIES")  # addresses or networks whose headers are believed
CORS_ALLOWED_ORIGINS = env_list("CORS_ALLOWED_ORIGINS")
if not CORS_ALLOWED_ORIGINS:  # no other origin to answer: no request need be looked at for one
    MIDDLEWARE.remove("corsheaders.middleware.CorsMiddleware")
CORS_URLS_REGEX = r"^/api/"
CORS_EXPOSE_HEADERS = ["Retry-After"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = not DEBUG
SECURE_REDIRECT_EXEMPT = [""]  # everything: HttpsMiddleware redirects, it knows this machine
SECURE_HSTS_SECONDS = 0 if DEBUG else 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not DEBUG
SESSION_COOKIE_SAMESITE = "Lax"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000  # the admin; /api/ takes far less, see sarado_site.gate
API_MAX_BODY_BYTES = 32_768

_calls = urlsplit(REALTIME_CALLS_URL)
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "media-src": [SELF, "blob:"],
        "connect-src": [SELF, f"{_calls.scheme}://{_calls.netloc}"],
        "manifest-src": [SELF],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    },
}

# Watching. Logs go to stderr, JSON in production; never secrets, SDP or what visitors say

METRICS_TOKEN = env_text("METRICS_TOKEN")  # without one there is no /metrics
DISK_FREE_MB = env_int("DISK_FREE_MB", 200)  # less than this where we write is an alarm
LOG_FORMAT = env_text("LOG_FORMAT", "line" if DEBUG else "json")
if LOG_FORMAT not in ("line", "json"):
    raise ImproperlyConfigured(f"LOG_FORMAT must be line or json, not {LOG_FORMAT!r}.")
LOGGING = logging_settings(form=LOG_FORMAT, level=env_text("LOG_LEVEL", "INFO"))
