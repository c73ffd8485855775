"""`python -m outreach`: the services from a terminal."""

import sys

from outreach.cli.main import main

sys.exit(main())
