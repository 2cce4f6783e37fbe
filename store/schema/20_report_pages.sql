-- As before; but pages of a report without a score row wait for nobody, as empty backs do.
DROP VIEW open_unread_pages;

CREATE VIEW open_unread_pages AS
SELECT max(u.number) AS number, u.batch, u.source_file, u.source_page, u.digest, u.reason, u.detail, u.twin, u.scan
FROM unread_pages AS u
WHERE NOT EXISTS (SELECT 1 FROM sheets AS s WHERE s.digest = u.digest AND u.digest <> '')
  AND NOT EXISTS (SELECT 1 FROM sheets AS s WHERE s.scan = u.scan AND s.source_page = u.source_page AND u.scan <> '')
  AND NOT EXISTS (SELECT 1 FROM score_pages AS p WHERE p.digest = u.digest AND u.digest <> '')
  AND NOT EXISTS (
    SELECT 1 FROM score_pages AS p WHERE p.scan = u.scan AND p.source_page = u.source_page AND u.scan <> ''
  )
  AND NOT EXISTS (
    SELECT 1 FROM page_decisions AS d JOIN unread_pages AS o ON o.number = d.page
    WHERE o.scan = u.scan AND o.source_page = u.source_page AND (u.scan <> '' OR o.source_file = u.source_file)
      AND NOT (o.reason = 'same_paper' AND d.outcome = '两张不同的票')
  )
  AND NOT EXISTS (
    SELECT 1 FROM unread_pages AS b
    WHERE b.reason IN ('blank_back', 'report_page') AND b.number >= u.number AND b.scan = u.scan AND b.source_page = u.source_page
  )
GROUP BY u.scan, u.source_page, CASE u.scan WHEN '' THEN u.source_file END;

-- Where the ink of each score field lies, to know a paper again, as sheets have it; empty when an older version read it.
ALTER TABLE score_pages ADD COLUMN placement BLOB NOT NULL DEFAULT x'';
