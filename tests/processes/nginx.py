"""A real nginx before the web processes, as an operator sets one up."""

import subprocess
from collections.abc import Sequence
from pathlib import Path

from tests.servers import Server, free_port, wait_for_port

PACKAGING = Path(__file__).resolve().parent.parent.parent / "packaging" / "nginx"

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
    include {packaging}/proxy.conf;
    location / {{ proxy_pass http://house; }}
  }}
}}
"""


def start_nginx(folder: Path, upstream_ports: Sequence[int]) -> Server:
    """Start nginx (Debian: nginx-light) on a free port, in the foreground, before these ports.

    It hands requests on by the rules that are shipped; without TLS, which costs the visitors' CPU.
    """
    port = free_port()
    upstreams = " ".join(f"server 127.0.0.1:{one} max_fails=0;" for one in upstream_ports)
    configuration = folder / "nginx.conf"
    configuration.write_text(
        _CONFIGURATION.format(folder=folder, port=port, upstreams=upstreams, packaging=PACKAGING),
        "utf-8",
    )
    process = subprocess.Popen(["/usr/sbin/nginx", "-c", configuration, "-e", folder / "nginx.log"])
    wait_for_port(port, process, "nginx")
    return Server(f"http://127.0.0.1:{port}", port, process)
