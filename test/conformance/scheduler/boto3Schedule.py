"""The life of a schedule through boto3; what came of each step is printed as one JSON object."""

import json
import sys

import boto3
from botocore.exceptions import ClientError

asked = json.load(sys.stdin)
scheduler = boto3.client("scheduler", endpoint_url=asked["endpoint"])
seen = {}


def refusal(call):
    try:
        call()
    except ClientError as error:
        return {
            "code": error.response["Error"]["Code"],
            "status": error.response["ResponseMetadata"]["HTTPStatusCode"],
            "type": type(error).__name__,
            "text": error.response.get("Message"),
        }
    return None


request = asked["request"]
seen["arn"] = scheduler.create_schedule(**request)["ScheduleArn"]
seen["conflict"] = refusal(lambda: scheduler.create_schedule(**request))
shown = scheduler.get_schedule(Name=request["Name"])
seen["state"] = shown["State"]
seen["created"] = shown["CreationDate"].timestamp()
seen["retries"] = shown["Target"]["RetryPolicy"]["MaximumRetryAttempts"]
scheduler.update_schedule(**{**request, "State": "DISABLED"})
pages = scheduler.get_paginator("list_schedules").paginate(State="DISABLED")
seen["listed"] = [each["Name"] for page in pages for each in page["Schedules"]]
seen["wrong"] = refusal(
    lambda: scheduler.create_schedule(**{**request, "ScheduleExpression": "at(tomorrow)"})
)
scheduler.delete_schedule(Name=request["Name"])
seen["unknown"] = refusal(lambda: scheduler.get_schedule(Name=request["Name"]))
print(json.dumps(seen))
