# One image for every process: web by default, worker, beat and set-up by another command
# (compose.yaml). Built in two stages, so that pip and its caches stay behind; only what
# requirements.txt locks is installed, nothing for development.

FROM python:3.11-slim-bookworm AS build
WORKDIR /opt/sarado
RUN python -m venv .venv
COPY requirements.txt ./
RUN .venv/bin/python -m pip install --no-cache-dir --require-hashes -r requirements.txt

FROM python:3.11-slim-bookworm
RUN useradd --system --uid 10001 --home-dir /var/lib/sarado --create-home sarado
WORKDIR /opt/sarado
COPY --from=build /opt/sarado/.venv .venv
COPY manage.py ./
COPY conversations conversations
COPY persona persona
COPY sarado_site sarado_site
COPY static static
COPY templates templates
RUN .venv/bin/python -m compileall -q conversations persona sarado_site

# What it writes lies in VAR_DIR; nothing there need outlive the container. Containers that do not
# share its `processors` would all keep to the same one.
ENV VAR_DIR=/var/lib/sarado ENV_FILE=/dev/null WEB_HOST=0.0.0.0 PORT=8000 WEB_PINNED=false
USER sarado
RUN mkdir /var/lib/sarado/processors
RUN DJANGO_SECRET_KEY=for-this-line-only OPENAI_API_KEY=for-this-line-only \
    .venv/bin/python manage.py collectstatic --noinput --verbosity 0

EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=6s --start-period=60s --retries=3 \
    CMD [".venv/bin/python", "-m", "sarado_site.knock"]
CMD [".venv/bin/python", "-m", "sarado_site.serve"]
