"""What comes out of a run: the HTML report, the result workbook, the documents to sign."""
