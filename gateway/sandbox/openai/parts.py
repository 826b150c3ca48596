"""Checks pictures and files that come within a request."""

import base64
import binascii

from gateway.sandbox.openai.errors import OpenAIErrors

_PICTURES = ("image/png", "image/jpeg", "image/gif", "image/webp")


def check_data_url(url: str, errors: OpenAIErrors, *, pictures: bool = False) -> None:
    """Refuse a data URL that is broken. Other addresses are not fetched, and pass."""
    if not url.startswith("data:"):
        return
    head, comma, data = url.removeprefix("data:").partition(",")
    media_type, _, encoding = head.partition(";")
    if pictures and media_type not in _PICTURES:
        raise errors.bad_value(
            "You uploaded an unsupported image. Please make sure your image has of one the "
            "following formats: ['png', 'jpeg', 'gif', 'webp'].",
            None,
            "invalid_image_format",
        )
    try:
        if not comma or encoding != "base64":
            raise ValueError(encoding)
        base64.b64decode(data, validate=True)
    except (ValueError, binascii.Error) as error:
        kind = "image_url" if pictures else "file_data"
        raise errors.bad_value(f"Invalid base64 {kind}.", None, f"invalid_base64_{kind}") from error
