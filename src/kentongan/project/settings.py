"""All settings, typed and read once. docs/operate/settings.md explains every environment variable."""

from __future__ import annotations

import secrets
from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from kentongan.project import env

PACKAGE = Path(__file__).resolve().parent.parent
DATA = Path(env.text("KENTONGAN_DATA", "data", "folder for database, uploads and keys")).resolve()
DATA.mkdir(parents=True, exist_ok=True)


def _own_secret(path: Path) -> str:
    """Return the secret kept in `path`, making it (mode 0600) at the first start."""
    try:
        with path.open("x", encoding="ascii") as file:
            path.chmod(0o600)
            file.write(secrets.token_urlsafe(50))
    except FileExistsError:
        pass
    return path.read_text(encoding="ascii").strip()


DEBUG = env.flag("KENTONGAN_DEBUG", False, "show developers' error pages; never on a machine others reach")
SECRET_KEY = env.text(
    "KENTONGAN_SECRET_KEY", "", "signs sessions and tokens; made at first start if unset"
) or _own_secret(DATA / "secret-key")
BASE_URL = env.text("KENTONGAN_BASE_URL", "http://localhost:8000", "public address, used in mails and links").rstrip(
    "/"
)
ALLOWED_HOSTS = env.words("KENTONGAN_HOSTS", "localhost,127.0.0.1,[::1]", "host names this instance answers to")
if urlsplit(BASE_URL).hostname not in ALLOWED_HOSTS:
    ALLOWED_HOSTS.append(urlsplit(BASE_URL).hostname or "localhost")
HTTPS = BASE_URL.startswith("https://")
CSRF_TRUSTED_ORIGINS = [BASE_URL]

INSTALLED_APPS = [
    "kentongan.common",
    "kentongan.audit",
    "kentongan.accounts",
    "kentongan.channels.email",
    "kentongan.channels.webhook",
    "kentongan.sources",
    "kentongan.monitoring",
    "kentongan.newsroom",
    "kentongan.reports",
    "kentongan.project",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "django_filters",
    "django_htmx",
    "django_tasks",
    "treebeard",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "kentongan.common.limits.BodyLimitMiddleware",
    "kentongan.newsroom.middleware.PublicDoorMiddleware",  # what follows costs more than a public page does
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "kentongan.accounts.middleware.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "kentongan.accounts.middleware.DeviceMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "kentongan.accounts.middleware.UnitMiddleware",
]

ROOT_URLCONF = "kentongan.project.urls"
WSGI_APPLICATION = "kentongan.project.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["django.templatetags.i18n", "django.templatetags.static"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "kentongan.common.context.shell",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
INSTALLED_APPS.append("django.forms")  # TemplatesSetting finds Django's own widgets through it

DATABASES = {
    "default": env.database("DATABASE_URL", f"sqlite:///{DATA / 'kentongan.sqlite3'}", "database; SQLite unless named"),
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TASKS_URL = env.text("TASKS_URL", "", "amqp://... carries tasks over RabbitMQ; empty: the worker process does them")
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
CACHES = {
    # In the database, so that lock-outs hold across processes and restarts.
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"},
}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "kentongan.accounts.rules.passwords.DifferentSigns"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "kentongan.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # people come by invitation, which proves the address
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,5/5m/key", "reset_password": "20/m/ip,5/m/key"}
ACCOUNT_EMAIL_NOTIFICATIONS = True  # people hear of changes to their password and keys
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # else anybody could have this server write to anybody
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
# Whose tries are counted: the address that the last of our own web servers saw. Without one the header is not believed.
ALLAUTH_TRUSTED_PROXY_COUNT = env.number(
    "KENTONGAN_PROXIES", 0, "how many web servers stand before this one and add X-Forwarded-For"
)
MFA_ADAPTER = "kentongan.accounts.adapter.MfaAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
MFA_TOTP_ISSUER = "Kentongan"
MFA_FORMS = {
    "add_webauthn": "kentongan.accounts.forms.AddPasskeyForm",
    "edit_webauthn": "kentongan.accounts.forms.RenamePasskeyForm",
    "login_webauthn": "kentongan.accounts.forms.PasskeyLoginForm",
    "authenticate_webauthn": "kentongan.accounts.forms.PasskeyStepForm",
    "reauthenticate_webauthn": "kentongan.accounts.forms.PasskeyConfirmForm",
}
USERSESSIONS_TRACK_ACTIVITY = True  # shows when a device was seen; accounts.middleware notes it

LANGUAGE_CODE = "id"
LANGUAGES = [("id", _("Indonesian")), ("en", _("English"))]
LOCALE_PATHS = [DATA / "built" / "locale"]  # compiled from locale/ at set-up (project/prepare.py)
TIME_ZONE = env.text("KENTONGAN_TIME_ZONE", "Asia/Jakarta", "zone of the machine's own times (units have theirs)")
USE_TZ = True
USE_THOUSAND_SEPARATOR = False  # figures go through `whole`; a separator inside an address or id would break it

STATIC_URL = "static/"
STATIC_ROOT = DATA / "static"
STATICFILES_DIRS = [DATA / "built" / "static"]  # fonts subset out of their wheels at set-up (project/prepare.py)
STATICFILES_DIRS[0].mkdir(parents=True, exist_ok=True)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = DEBUG
MEDIA_ROOT = DATA / "uploads"
FILE_UPLOAD_PERMISSIONS = 0o600
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 3000
BODY_MAX_BYTES = 32 * 1024 * 1024  # a form and its files together; the rooms say more kindly what one file may weigh

FORMS_URLFIELD_ASSUME_HTTPS = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_AGE = 14 * 24 * 3600
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

FETCH_USER_AGENT = f"Kentongan/0.1 (+{BASE_URL})"
FETCH_ALLOWED_HOSTS = frozenset(
    env.words(
        "KENTONGAN_FETCH_ALLOWED",
        "",
        "private hosts that may be fetched and told by webhook all the same, as host:port (replay, tests)",
    )
)
FETCH_FAST_SECONDS = env.number(
    "KENTONGAN_FETCH_FAST", 40, "shortest pause between two looks at one source, seconds", least=5
)
API_CALLS_PER_MINUTE = env.number("KENTONGAN_API_RATE", 300, "calls a minute that one API key may make", least=1)
SIGNING_SECRET = env.text(
    "KENTONGAN_SIGNING_SECRET", "", "seals the private halves of the signing keys; made with the first key if unset"
)
if 0 < len(SIGNING_SECRET) < 16:
    raise env.BadSetting("KENTONGAN_SIGNING_SECRET: at least 16 characters")
SIGNING_KEY_FILE = DATA / "signing-key"  # where that secret lies when unset; never in a backup
VERIFY_PER_MINUTE = env.number(
    "KENTONGAN_VERIFY_RATE", 120, "texts a minute that one address may have verified", least=1
)
BACKUP_KEEP = env.number("KENTONGAN_BACKUP_KEEP", 14, "how many nightly backups are kept", least=1)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "filters": {
        "hide_keys": {"()": "kentongan.common.logs.HideKeys"},
        "without_traceback": {"()": "kentongan.common.logs.WithoutTraceback"},
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["hide_keys"]}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        "django.request": {"level": "ERROR", "filters": ["hide_keys"]},
        "django.security.csrf": {"filters": ["hide_keys"]},
        "django.security.DisallowedHost": {"filters": ["without_traceback"]},
        "fontTools": {"level": "WARNING"},
        "trafilatura": {"level": "CRITICAL"},
        "htmldate": {"level": "CRITICAL"},
    },
}
