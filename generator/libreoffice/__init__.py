"""LibreOffice as a program: how it is started, the faces it is given, and the PDF it makes."""
