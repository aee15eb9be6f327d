"""The desk in a browser: from the units' workbooks to the list, for people who type no commands.

``folder`` knows what lies in the folder that is served, ``knobs`` which numbers of a scenario a
form can change, ``pages`` which page shows what, ``forms`` what is started from them, ``jobs``
what is being worked on, ``serving`` how it reaches a browser on this machine and no other. What
it writes are the files that the command line writes: a scenario, a run folder, an import.
"""

from __future__ import annotations

from dvk_rules.web.serving import make_app, serve

__all__ = ["make_app", "serve"]
