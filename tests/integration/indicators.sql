-- The indicators of a period once more, from the book alone: how an auditor would count them with nothing but sqlite3.
--
-- Its calendar, hours and arithmetic are its own; it shares no line with the programs. It expects the temporary table `asked`
-- (first_day, end_day, now: days as YYYY-MM-DD, end_day not included; now in milliseconds since 1970) and the temporary view `informing` (office:
-- those whose program serves the public page). It holds for KZ-06, five hours before UTC, and the months of December 2024 to June 2025.
-- One line per cell: office, indicator, counted, of.
.mode list
.separator |

-- Days off. only_five: those of offices with five days a week alone.
CREATE TEMP TABLE day_off (day TEXT, only_five INTEGER);
INSERT INTO day_off VALUES
  ('2024-12-16', 0),
  ('2025-01-01', 0), ('2025-01-02', 0), ('2025-01-03', 0), ('2025-01-07', 0),
  ('2025-03-08', 0), ('2025-03-10', 1), ('2025-03-21', 0), ('2025-03-22', 0), ('2025-03-23', 0), ('2025-03-24', 0), ('2025-03-25', 1),
  ('2025-05-01', 0), ('2025-05-07', 0), ('2025-05-09', 0), ('2025-06-06', 0);
-- Days off by the week that were worked instead of another day, with the hour at which that other day closes.
CREATE TEMP TABLE worked (day TEXT, closes INTEGER);
INSERT INTO worked VALUES ('2025-01-05', 18);

-- Five days a week: KZ-06-03 from the month before on, KZ-06-02 from the 15th on.
CREATE TEMP VIEW five_day AS
  SELECT 'KZ-06-03' AS office, date(first_day, '-1 month') AS since FROM asked
  UNION ALL SELECT 'KZ-06-02', date(first_day, '+14 days') FROM asked;

CREATE TEMP TABLE place (office TEXT);
INSERT INTO place VALUES ('KZ-06'), ('KZ-06-01'), ('KZ-06-02'), ('KZ-06-03'), ('KZ-06-04'), ('KZ-06-05'), ('KZ-06-06'), ('KZ-06-07'), ('KZ-06-08');

-- The moments between which the period lies.
CREATE TEMP TABLE period AS
  SELECT (CAST(strftime('%s', first_day) AS INTEGER) - 5 * 3600) * 1000 AS begins,
         (CAST(strftime('%s', end_day) AS INTEGER) - 5 * 3600) * 1000 AS ends, first_day, end_day, now FROM asked;

CREATE TEMP TABLE day AS
  WITH RECURSIVE days (day) AS (
    SELECT date(first_day, '-60 days') FROM asked
    UNION ALL SELECT date(day, '+1 day') FROM days, asked WHERE day < date(end_day, '+60 days'))
  SELECT day, CAST(strftime('%w', day) AS INTEGER) AS weekday FROM days;  -- 0: Sunday

-- When each office closes on each day that it works.
CREATE TEMP TABLE open_day AS
  SELECT place.office, day.day,
         (CAST(strftime('%s', day.day) AS INTEGER) + coalesce(worked.closes, CASE weekday WHEN 6 THEN 13 ELSE 18 END) * 3600 - 5 * 3600) * 1000 AS closes
    FROM place CROSS JOIN day LEFT JOIN worked ON worked.day = day.day
   WHERE worked.day IS NOT NULL
      OR (weekday <> 0
          AND NOT EXISTS (SELECT 1 FROM day_off WHERE day_off.day = day.day AND only_five = 0)
          AND NOT (EXISTS (SELECT 1 FROM five_day WHERE five_day.office = place.office AND since <= day.day)
                   AND (weekday = 6 OR EXISTS (SELECT 1 FROM day_off WHERE day_off.day = day.day AND only_five = 1))));
CREATE INDEX open_day_by_day ON open_day (office, day, closes);

-- Each application with its term, its first decision and its withdrawal. What an older register had is not of this service.
CREATE TEMP TABLE served AS
  SELECT a.id, a.office,
         (SELECT closes FROM open_day WHERE open_day.office = a.office
            AND day > date(coalesce(p.received_at, a.accepted_at) / 1000 + 5 * 3600, 'unixepoch') ORDER BY day LIMIT 1) AS due,
         (SELECT d.recorded_at FROM decision d WHERE d.application_id = a.id ORDER BY d.id LIMIT 1) AS decided,
         (SELECT w.recorded_at FROM withdrawal w WHERE w.application_id = a.id ORDER BY w.id LIMIT 1) AS withdrawn
    FROM application a LEFT JOIN portal_request p ON p.id = a.portal_request
   WHERE a.origin <> 'taken_on';

CREATE TEMP VIEW timeliness AS
  SELECT office, decided IS NOT NULL AND decided <= due AS good FROM served, period
   WHERE due >= begins AND due < ends
     AND (decided IS NOT NULL OR (due <= now AND NOT coalesce(withdrawn <= due, 0)));

CREATE TEMP VIEW opinion AS
  SELECT office, process, information, courtesy FROM feedback, period WHERE given_on >= first_day AND given_on < end_day;

CREATE TEMP VIEW answer AS
  SELECT c.about_office AS office, s.outcome FROM complaint c, period
    JOIN complaint_step s ON s.complaint_id = c.id
   WHERE s.step = 'answered' AND s.recorded_at >= begins AND s.recorded_at < ends
     AND NOT EXISTS (SELECT 1 FROM complaint_step l WHERE l.complaint_id = c.id AND l.id > s.id AND l.step IN ('answered', 'reopened'));

CREATE TEMP VIEW decided AS SELECT office FROM served, period WHERE decided >= begins AND decided < ends;

CREATE TEMP VIEW stay AS
  SELECT office, coalesce(called_at, finished_at) - arrived_at AS waited, called_at IS NOT NULL AS called, finished_at - called_at AS took
    FROM visit, period WHERE finished_at >= begins AND finished_at < ends;

SELECT place.office, '1.1', (SELECT count(*) FROM timeliness t WHERE t.office = place.office AND good),
                            (SELECT count(*) FROM timeliness t WHERE t.office = place.office) FROM place
UNION ALL
SELECT place.office, '2.1', (SELECT count(*) FROM opinion o WHERE o.office = place.office AND process = 1),
                            (SELECT count(*) FROM opinion o WHERE o.office = place.office) FROM place
UNION ALL
SELECT place.office, '3.1', (SELECT count(*) FROM opinion o WHERE o.office = place.office AND information = 1),
                            (SELECT count(*) FROM opinion o WHERE o.office = place.office) FROM place
UNION ALL
SELECT place.office, '3.2', place.office IN (SELECT office FROM informing), 1 FROM place
UNION ALL
SELECT place.office, '4.1', (SELECT count(*) FROM answer a WHERE a.office = place.office AND outcome = 'founded'),
                            (SELECT count(*) FROM decided d WHERE d.office = place.office) FROM place
UNION ALL
SELECT place.office, '5.1', (SELECT count(*) FROM opinion o WHERE o.office = place.office AND courtesy = 1),
                            (SELECT count(*) FROM opinion o WHERE o.office = place.office) FROM place
UNION ALL
SELECT place.office, '7.2', (SELECT count(*) FROM stay s WHERE s.office = place.office AND called AND waited <= 900000),
                            (SELECT count(*) FROM stay s WHERE s.office = place.office AND (called OR waited > 900000)) FROM place
UNION ALL
SELECT place.office, '7.3', (SELECT count(*) FROM stay s WHERE s.office = place.office AND called AND took <= 900000),
                            (SELECT count(*) FROM stay s WHERE s.office = place.office AND called) FROM place;
