"""What must hold, told in whole sentences; the folders mirror the program's."""
