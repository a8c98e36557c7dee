"""A real nginx before the web processes, as an operator sets one up."""

import subprocess
from collections.abc import Sequence
from pathlib import Path

from tests.servers import Server, free_port, wait_for_port

# A request that a process could not be given, or that it died over, goes to the other one. That is
# also right for what is not idempotent here: a begin that died with its process leaves a seat that
# the sweep frees within the minute and a secret that nobody has; heartbeats and goodbyes may come
# twice. A process that is away is tried again with every request (max_fails=0): a refused
# connection costs nothing, and both must never count as down.
_CONFIGURATION = """
daemon off;
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/nginx-error.log;
events {{ worker_connections 4096; }}
http {{
  access_log off;
  client_body_temp_path {folder}/nginx-body;
  proxy_temp_path {folder}/nginx-proxy;
  fastcgi_temp_path {folder}/nginx-fastcgi;
  uwsgi_temp_path {folder}/nginx-uwsgi;
  scgi_temp_path {folder}/nginx-scgi;
  upstream house {{ {upstreams} }}
  server {{
    listen 127.0.0.1:{port} backlog=1024;
    location / {{
      proxy_pass http://house;
      proxy_http_version 1.1;
      proxy_set_header Host $host;
      proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
      proxy_set_header X-Forwarded-Proto https;
      proxy_next_upstream error non_idempotent;
      proxy_connect_timeout 1s;
      proxy_read_timeout 15s;
    }}
  }}
}}
"""


def start_nginx(folder: Path, upstream_ports: Sequence[int]) -> Server:
    """Start nginx (Debian: nginx-light) on a free port, in the foreground, before these ports."""
    port = free_port()
    upstreams = " ".join(f"server 127.0.0.1:{one} max_fails=0;" for one in upstream_ports)
    configuration = folder / "nginx.conf"
    configuration.write_text(
        _CONFIGURATION.format(folder=folder, port=port, upstreams=upstreams), "utf-8"
    )
    process = subprocess.Popen(["/usr/sbin/nginx", "-c", configuration, "-e", folder / "nginx.log"])
    wait_for_port(port, process, "nginx")
    return Server(f"http://127.0.0.1:{port}", port, process)
