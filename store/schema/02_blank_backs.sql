-- Empty backs are kept as unread pages with a reason of their own; nobody has to deal with them.
DROP VIEW open_unread_pages;

CREATE VIEW open_unread_pages AS
SELECT max(u.number) AS number, u.batch, u.source_file, u.source_page, u.digest, u.reason, u.detail
FROM unread_pages AS u
WHERE NOT EXISTS (SELECT 1 FROM sheets AS s WHERE s.digest = u.digest AND u.digest <> '')
  AND NOT EXISTS (SELECT 1 FROM sheets AS s WHERE s.scan = u.scan AND s.source_page = u.source_page AND u.scan <> '')
  AND NOT EXISTS (
    SELECT 1 FROM page_decisions AS d JOIN unread_pages AS o ON o.number = d.page
    WHERE o.scan = u.scan AND o.source_page = u.source_page AND (u.scan <> '' OR o.source_file = u.source_file)
  )
  AND NOT EXISTS (
    SELECT 1 FROM unread_pages AS b
    WHERE b.reason = 'blank_back' AND b.number >= u.number AND b.scan = u.scan AND b.source_page = u.source_page
  )
GROUP BY u.scan, u.source_page, CASE u.scan WHEN '' THEN u.source_file END;
