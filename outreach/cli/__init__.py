"""The command line of contract.md: parse, call one service, write; no counting of its own."""
