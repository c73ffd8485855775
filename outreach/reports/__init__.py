"""The paper of a meeting as a file: one model of it, and its formats ODT, ODS, PDF and XLSX."""
