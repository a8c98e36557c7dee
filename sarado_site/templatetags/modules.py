"""ES modules that are not bundled: an import map and the preloads of a page.

The visitor's page needs neither, for its `main.js` is one file. A page whose modules are loaded
one by one keeps `import "./peer.js"` in its sources; the map sends each plain address to its
hashed, immutable file. While files are not hashed (DEBUG) there is nothing to map.
"""

import json

from django import template
from django.contrib.staticfiles.storage import ManifestFilesMixin, staticfiles_storage
from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


def module_urls(folder: str = "js/") -> dict[str, str]:
    """Return plain URL -> hashed URL of every module below `folder`, in a stable order."""
    storage = staticfiles_storage
    if not isinstance(storage, ManifestFilesMixin):
        return {}
    names = sorted(
        name for name in storage.hashed_files if name.startswith(folder) and name.endswith(".js")
    )
    urls = {storage.base_url + name: static(name) for name in names}
    return {plain: hashed for plain, hashed in urls.items() if plain != hashed}


@register.simple_tag(takes_context=True)
def importmap(context: template.RequestContext) -> SafeString:
    """Write the import map. It must stand before the first module script of the page."""
    urls = module_urls()
    request = context.request
    if not urls or not isinstance(request, HttpRequest):
        return SafeString("")
    # `<` can't be in a file name that collectstatic wrote, but a script element is no place to
    # find out otherwise.
    imports = json.dumps({"imports": urls}, separators=(",", ":")).replace("<", "\\u003C")
    nonce = getattr(request, "csp_nonce", "")
    return format_html(
        '<script type="importmap" nonce="{}">{}</script>',
        nonce,
        mark_safe(imports),  # noqa: S308  escaped above, and JSON must not be HTML-escaped
    )


@register.simple_tag
def modulepreload(folder: str) -> SafeString:
    """Name the modules of `folder` to the browser at once, instead of one import at a time."""
    return format_html_join(
        "\n",
        '<link rel="modulepreload" href="{}">',
        ((url,) for url in module_urls(folder).values()),
    )
