import segno
from django.utils.safestring import SafeString, mark_safe


def qr_svg(text: str) -> SafeString:
    """Return a QR code as SVG for a page: no style attribute, so the policy has nothing to refuse.

    Black on white in either theme, with the quiet zone that cameras need.
    """
    svg = segno.make(text, error="m", micro=False).svg_inline(
        scale=1, border=4, dark="#000", light="#fff", svgclass="qr", lineclass=None, omitsize=True
    )
    return mark_safe(svg)  # noqa: S308  # made by segno from modules, the text is not in it
