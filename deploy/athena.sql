-- Tables over what the pipeline writes as it is deployed by default, without a crawler. Athena runs one
-- statement at a time. Put the stack's bucket in place of amzn-s3-demo-bucket.
-- Another Prefix or OutputFields, another table: docs/recipes.md has one of its own.

-- With dynamic partitioning. logGroup names are those of log groups with - for /: a query names one.
CREATE EXTERNAL TABLE cwlogs (
  `timestamp` string,
  account string,
  region string,
  logGroup string,
  logStream string,
  message string
)
PARTITIONED BY (log_group string, day string, hour int)
ROW FORMAT SERDE 'org.openx.data.jsonserde.JsonSerDe'
LOCATION 's3://amzn-s3-demo-bucket/logs/'
TBLPROPERTIES (
  'projection.enabled' = 'true',
  'projection.log_group.type' = 'injected',
  'projection.day.type' = 'date',
  'projection.day.format' = 'yyyy-MM-dd',
  'projection.day.range' = '2026-01-01,NOW',
  'projection.hour.type' = 'integer',
  'projection.hour.range' = '0,23',
  'projection.hour.digits' = '2',
  'storage.location.template' = 's3://amzn-s3-demo-bucket/logs/log_group=${log_group}/day=${day}/hour=${hour}/'
);

-- The last lines of an hour.
SELECT from_iso8601_timestamp("timestamp") AS at, logStream, message
FROM cwlogs
WHERE log_group = '-app-payments' AND day = '2026-11-22' AND hour = 9
ORDER BY at DESC
LIMIT 100;

-- Messages that are JSON: what failed, by hour.
SELECT hour, json_extract_scalar(message, '$.code') AS code, count(*) AS times
FROM cwlogs
WHERE log_group = '-app-payments' AND day = '2026-11-22'
  AND json_extract_scalar(message, '$.level') = 'error'
GROUP BY hour, json_extract_scalar(message, '$.code')
ORDER BY hour, times DESC;

-- Lines that came twice: a put of unknown outcome, or a delivery repeated by CloudWatch Logs.
SELECT "timestamp", logStream, message, count(*) AS times
FROM cwlogs
WHERE log_group = '-app-payments' AND day = '2026-11-22' AND hour = 9
GROUP BY "timestamp", logStream, message
HAVING count(*) > 1;

-- Without dynamic partitioning: by the time of arrival, all log groups together.
CREATE EXTERNAL TABLE cwlogs_by_arrival (
  `timestamp` string,
  account string,
  region string,
  logGroup string,
  logStream string,
  message string
)
PARTITIONED BY (day string, hour int)
ROW FORMAT SERDE 'org.openx.data.jsonserde.JsonSerDe'
LOCATION 's3://amzn-s3-demo-bucket/logs/'
TBLPROPERTIES (
  'projection.enabled' = 'true',
  'projection.day.type' = 'date',
  'projection.day.format' = 'yyyy-MM-dd',
  'projection.day.range' = '2026-01-01,NOW',
  'projection.hour.type' = 'integer',
  'projection.hour.range' = '0,23',
  'projection.hour.digits' = '2',
  'storage.location.template' = 's3://amzn-s3-demo-bucket/logs/day=${day}/hour=${hour}/'
);

-- What each log group wrote in a day.
SELECT logGroup, count(*) AS lines, sum(length(message)) AS characters
FROM cwlogs_by_arrival
WHERE day = '2026-11-22'
GROUP BY logGroup
ORDER BY characters DESC;

-- What Firehose could not process or deliver, with its reason; rawData is base64. Answers come faster
-- from `cwlogs redrive`, which decodes it too.
CREATE EXTERNAL TABLE cwlogs_failed (
  attemptsMade int,
  arrivalTimestamp bigint,
  errorCode string,
  errorMessage string,
  attemptEndingTimestamp bigint,
  rawData string,
  lambdaArn string
)
ROW FORMAT SERDE 'org.openx.data.jsonserde.JsonSerDe'
LOCATION 's3://amzn-s3-demo-bucket/failed/processing-failed/';

SELECT errorCode, errorMessage, count(*) AS records, from_unixtime(max(arrivalTimestamp) / 1000) AS last
FROM cwlogs_failed
GROUP BY errorCode, errorMessage
ORDER BY records DESC;
