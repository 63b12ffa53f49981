"""What sharing brought: visits by unit, page and channel, counted from ordinary web-server logs."""
