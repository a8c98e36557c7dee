"""Set the stage before Django reads its settings (loaded with `-p tests.environment`).

Shared state is tested on real parts: a Valkey and a PostgreSQL are started on free ports in a
temporary folder and stopped at the end. Workers of pytest-xdist inherit the controller's.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from tests.servers import start_postgresql, start_valkey

if "SARADO_TEST_STAGE" not in os.environ:
    stage = Path(tempfile.mkdtemp(prefix="sarado-test-"))
    stage.chmod(0o755)  # PostgreSQL runs as another user and must be able to enter
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
    postgresql = start_postgresql(stage)
    os.environ["REDIS_URL"] = valkey.url
    os.environ["DATABASE_URL"] = postgresql.url

    @atexit.register
    def strike_the_stage() -> None:
        valkey.stop()
        postgresql.stop()
        shutil.rmtree(stage, ignore_errors=True)
