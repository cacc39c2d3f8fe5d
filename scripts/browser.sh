#!/bin/sh
# The browser tests take the Chromium or Chrome of this machine; where there is none, playwright brings its own.
for name in chromium chromium-browser google-chrome google-chrome-stable; do
    if command -v "$name" >/dev/null; then exit 0; fi
done
if [ -d "/Applications/Google Chrome.app" ]; then exit 0; fi
.venv/bin/python -m playwright install chromium
