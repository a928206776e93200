"""What meets the outside: keys, the one door to the network, mail, documents, spreadsheets, ESCO."""
