"""The rehearsal peer: it stands in for the Realtime provider, over real WebRTC.

Started by `manage.py rehearse`, in development only. The serving code never imports this
package: what it needs (aiortc, espeak-ng, the official client's types) is installed for
development alone. What it does not imitate: ICE-lite, TCP candidates, the sideband WebSocket,
the idle nudge and MCP tools.
"""
