"""Calls AWS through boto3: one call a line as JSON on stdin, what came of it as JSON on stdout."""

import base64
import datetime
import json
import sys

import boto3
from botocore import xform_name
from botocore.config import Config
from botocore.exceptions import ClientError, ParamValidationError, UnknownServiceError

clients = {}


def client_of(service, place):
    key = (service, place["endpoint"], place["region"])
    if key not in clients:
        settings = {"retries": {"max_attempts": 0}}
        if service == "s3":
            settings["signature_version"] = "s3v4"
            if place["endpoint"]:
                settings["s3"] = {"addressing_style": "path"}
        clients[key] = boto3.client(
            service,
            endpoint_url=place["endpoint"],
            region_name=place["region"],
            config=Config(**settings),
        )
    return clients[key]


def plain(value):
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [plain(each) for each in value]
    if isinstance(value, datetime.datetime):
        utc = value.astimezone(datetime.timezone.utc)
        return utc.strftime("%Y-%m-%dT%H:%M:%S.") + f"{utc.microsecond // 1000:03d}Z"
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if hasattr(value, "read"):
        return value.read().decode()
    return value


def answer(asked):
    service, operation = asked["service"], asked["operation"]
    try:
        client = client_of(service, asked["place"])
    except UnknownServiceError:
        return {"kind": "lacks", "what": service}
    if "presign" in asked:
        url = client.generate_presigned_url(
            xform_name(operation), Params=asked["input"], ExpiresIn=asked["presign"]
        )
        return {"kind": "url", "url": url}
    call = getattr(client, xform_name(operation), None)
    if call is None:
        return {"kind": "lacks", "what": f"{service}.{operation}"}
    try:
        output = call(**asked["input"])
    except ParamValidationError as error:
        if "Unknown parameter" in str(error):
            return {"kind": "lacks", "what": f"{service}.{operation}: {error}"}
        raise
    except ClientError as error:
        said = error.response["Error"]
        return {
            "kind": "refused",
            "error": said["Code"],
            "message": said.get("Message", ""),
            "status": error.response["ResponseMetadata"]["HTTPStatusCode"],
        }
    status = output.pop("ResponseMetadata")["HTTPStatusCode"]
    return {"kind": "ok", "status": status, "output": plain(output)}


print(json.dumps({"version": boto3.__version__}), flush=True)
for line in sys.stdin:
    try:
        said = answer(json.loads(line))
    except Exception as error:  # told to the test, which fails with it
        said = {"kind": "broken", "why": f"{type(error).__name__}: {error}"}
    print(json.dumps(said), flush=True)
