#!/usr/bin/env python
"""The portal's command line; a bad configuration is answered with one sentence."""

import sys

from django.core.management import execute_from_command_line

from opengov.environment import settings_or_exit

if __name__ == "__main__":
    settings_or_exit()
    execute_from_command_line(sys.argv)
