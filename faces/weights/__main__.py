"""`python -m faces.weights`: set the weights up; quick when that is done."""

import logging
import sys

from faces.errors import WeightsError
from faces.weights.store import is_ready, models_folder


def main() -> int:
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    models = models_folder()
    try:
        if not is_ready(models):
            # Only now: building graphs needs onnx, which takes a while to load.
            from faces.weights.convert import set_up  # noqa: PLC0415

            set_up(models)
    except WeightsError as error:
        logging.getLogger(__name__).error("%s", error)  # noqa: TRY400 - its words say it all
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
