"""Campaign or score sheet to Word, PDF and Excel; the only home of docx, docxtpl, xlsxwriter and soffice."""
