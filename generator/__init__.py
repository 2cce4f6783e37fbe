"""Word, PDF and Excel written, and Word forms taken in; the only home of docx, docxtpl, xlsxwriter and soffice."""
