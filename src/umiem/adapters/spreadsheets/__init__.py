"""XLSX and ODS, read by python-calamine in a child process with little memory and time."""
