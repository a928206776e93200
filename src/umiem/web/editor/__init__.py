"""The guided editor: fields and steps as data, a form made from them, and the words for people."""
