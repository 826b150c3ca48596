"""Print the OpenAPI document, without starting a gateway: python -m gateway.web.print_openapi.

The extension's types are generated from it.
"""

import json
import sys

from gateway.web.openapi import describe_api
from gateway.web.routes import ROUTES

if __name__ == "__main__":
    sys.stdout.write(json.dumps(describe_api(ROUTES), indent=2))
