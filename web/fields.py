"""What a page says of single fields of a form it cannot take in."""

from collections.abc import Mapping

from pingyi.ground.errors import PingyiError


class FieldsError(PingyiError):
    """A form to mend: `fields` says what, by the name of each field."""

    def __init__(self, message: str, fields: Mapping[str, str]) -> None:
        super().__init__(message)
        self.fields = dict(fields)
