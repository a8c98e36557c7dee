"""Set the stage before Django reads its settings (loaded with `-p tests.environment`).

Shared state is tested on real parts: a Valkey and a PostgreSQL are started on free ports in a
temporary folder and stopped at the end. Workers of pytest-xdist inherit the controller's.
"""

import atexit
import os
from contextlib import ExitStack

from tests.open_folder import open_folder
from tests.servers import start_postgresql, start_valkey

if "SARADO_TEST_STAGE" not in os.environ:
    standing = ExitStack()
    atexit.register(standing.close)
    stage = standing.enter_context(open_folder("test"))
    os.environ.update(
        SARADO_TEST_STAGE=str(stage),
        ENV_FILE=os.devnull,
        VAR_DIR=str(stage / "var"),
        DJANGO_SETTINGS_MODULE="sarado_site.settings",
        DJANGO_SECRET_KEY="for-tests-only-for-tests-only-for-tests-only-for-tests",
        OPENAI_API_KEY="sk-test-key-that-must-never-be-logged",
        REALTIME_API_BASE="http://provider.invalid/v1",
        KIOSK_KEYS="kiosk-key-for-tests",
        STATUS_CACHE_SECONDS="0",  # a test that changes something looks at once
    )
    valkey = start_valkey(stage)
    standing.callback(valkey.stop)
    postgresql = start_postgresql(stage)
    standing.callback(postgresql.stop)
    os.environ["REDIS_URL"] = valkey.url
    os.environ["DATABASE_URL"] = postgresql.url
