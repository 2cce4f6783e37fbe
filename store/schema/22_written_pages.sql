-- As before; but pages somebody wrote on, without a form, wait for nobody here: what they say is typed as an opinion.
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
    WHERE b.reason IN ('blank_back', 'report_page', 'written_page') AND b.number >= u.number
      AND b.scan = u.scan AND b.source_page = u.source_page
  )
GROUP BY u.scan, u.source_page, CASE u.scan WHEN '' THEN u.source_file END;

-- The pages somebody wrote on, each picture once, and the paper before it in its stack: the one it may belong to, and
-- whose batch it is of where none was told.
CREATE VIEW written_pages AS
SELECT w.number, CASE w.batch WHEN '' THEN coalesce(p.batch, '') ELSE w.batch END AS batch,
  w.scan, w.source_file, w.source_page, w.digest, w.before, w.belongs
FROM (
  SELECT max(u.number) AS number, u.batch, u.scan, u.source_file, u.source_page, u.digest,
    coalesce((
      SELECT b.digest FROM (
        SELECT digest, scan, source_page FROM sheets UNION ALL SELECT digest, scan, source_page FROM score_pages
      ) AS b
      WHERE b.scan = u.scan AND u.scan <> '' AND b.source_page < u.source_page ORDER BY b.source_page DESC LIMIT 1
    ), '') AS before,
    coalesce((
      SELECT d.outcome FROM page_decisions AS d JOIN unread_pages AS o ON o.number = d.page
      WHERE o.digest = u.digest AND o.reason = 'written_page' ORDER BY d.number DESC LIMIT 1
    ), '') AS belongs
  FROM unread_pages AS u
  WHERE u.reason = 'written_page' AND u.digest <> ''
    AND NOT EXISTS (SELECT 1 FROM sheets AS s WHERE s.digest = u.digest)
    AND NOT EXISTS (SELECT 1 FROM score_pages AS p WHERE p.digest = u.digest)
    AND NOT EXISTS (
      SELECT 1 FROM sheets AS s WHERE s.scan = u.scan AND s.source_page = u.source_page AND u.scan <> ''
    )
  GROUP BY u.digest
) AS w
LEFT JOIN (SELECT digest, batch FROM sheets UNION ALL SELECT digest, batch FROM score_pages) AS p ON p.digest = w.before;
