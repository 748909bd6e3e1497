from typing import Any

from rest_framework.pagination import PageNumberPagination
from rest_framework.request import Request
from rest_framework.serializers import ValidationError

from gallery.numbers import number

PAGE = 50
LARGEST = 200
LAST = 1_000_000


class Pages(PageNumberPagination):
    """`page` from 1, `page_size` up to 200; a page beyond the last is not there."""

    page_size = PAGE
    max_page_size = LARGEST
    page_size_query_param = "page_size"

    def get_page_number(self, request: Request, paginator: Any) -> int | str:  # noqa: ANN401 Django's
        asked = request.query_params.get(self.page_query_param, "1")
        found = number(asked)
        if not found or found > LAST:
            raise ValidationError({self.page_query_param: [f"A whole number from 1 to {LAST}."]})
        return found

    def get_page_size(self, request: Request) -> int:
        asked = request.query_params.get(self.page_size_query_param or "")
        if asked is None:
            return PAGE
        found = number(asked)
        if not found or found > LARGEST:
            raise ValidationError({"page_size": [f"A whole number from 1 to {LARGEST}."]})
        return found

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:  # noqa: ANN401 DRF's
        return [
            _parameter(
                "page", "Which page, from 1.", {"minimum": 1, "maximum": LAST, "default": 1}
            ),
            _parameter(
                "page_size",
                "How many on a page.",
                {"minimum": 1, "maximum": LARGEST, "default": PAGE},
            ),
        ]


def _parameter(name: str, description: str, limits: dict[str, int]) -> dict[str, Any]:
    schema = {"type": "integer", **limits}
    return {
        "name": name,
        "in": "query",
        "required": False,
        "description": description,
        "schema": schema,
    }
