#!/usr/bin/env python3
"""Writes meetingcloud.json (the dashboard) and alerts.json (Grafana's form of ../prometheus/alerts.yaml).

python3 generate.py            needs PyYAML (Debian: python3-yaml). Edit here, not there: tests compare.
"""
import json
import pathlib
import re

import yaml

HERE = pathlib.Path(__file__).parent
SOURCE = {"type": "prometheus", "uid": "${datasource}"}
RATE = "[$__rate_interval]"
# A control plane is whatever exports this; its job's name is the operator's to choose.
ON_CONTROL_PLANE = "and on (job, instance) meetingcloud_nodes"
REQUESTS = "http_server_request_duration_seconds_count"
PACKAGE = 'http_route="/api/v1/meetings/{id}/download-package"'
DOWNLOADS = 'http_route=~"/api/v1/meetings/{id}/download-package|/api/v1/blobs/{sha256}"'
UPLOADS = 'http_request_method=~"PUT|POST|PATCH",http_route=~"/api/v1/meetings/{id}/files/.*|/api/v1/uploads.*"'
QUICK = ('http_route=~"/api/v1/meetings/{id}/data|/api/v1/meetings/active|/api/v1/nodes/{id}/heartbeat'
         '|/api/v1/sync/meetings/{id}"')
GREEN, YELLOW, RED = "green", "yellow", "red"


class Grid:
    """Puts panels in rows of 24 columns."""

    def __init__(self):
        self.panels, self.x, self.y, self.height = [], 0, 0, 0

    def row(self, title):
        self.wrap()
        self.panels.append({"id": len(self.panels) + 1, "type": "row", "title": title, "collapsed": False, "panels": [],
                            "gridPos": {"x": 0, "y": self.y, "w": 24, "h": 1}})
        self.y += 1

    def add(self, panel, width, height):
        if self.x + width > 24:
            self.wrap()
        panel["id"] = len(self.panels) + 1
        panel["gridPos"] = {"x": self.x, "y": self.y, "w": width, "h": height}
        self.panels.append(panel)
        self.x, self.height = self.x + width, max(self.height, height)

    def wrap(self):
        self.y, self.x, self.height = self.y + self.height, 0, 0


def targets(*expressions):
    return [{"refId": chr(ord("A") + i), "datasource": SOURCE, "expr": expr, "legendFormat": legend}
            for i, (expr, legend) in enumerate(expressions)]


def thresholds(steps):
    return {"mode": "absolute", "steps": [{"color": c, "value": v} for v, c in steps]}


def stat(title, description, expr, unit="none", steps=((None, GREEN),)):
    return {"type": "stat", "title": title, "description": description, "datasource": SOURCE, "targets": targets((expr, "")),
            "fieldConfig": {"defaults": {"unit": unit, "thresholds": thresholds(steps)}, "overrides": []},
            "options": {"reduceOptions": {"calcs": ["lastNotNull"]}, "colorMode": "background", "graphMode": "area"}}


def chart(title, description, *expressions, unit="none", stack=False, steps=None, most=None):
    custom = {"lineWidth": 1, "fillOpacity": 20 if stack else 5, "stacking": {"mode": "normal" if stack else "none"}, "showPoints": "never"}
    defaults = {"unit": unit, "min": 0, "custom": custom, "thresholds": thresholds(steps or ((None, GREEN),))}
    if steps:
        custom["thresholdsStyle"] = {"mode": "line"}
    if most is not None:
        defaults["max"] = most
    return {"type": "timeseries", "title": title, "description": description, "datasource": SOURCE, "targets": targets(*expressions),
            "fieldConfig": {"defaults": defaults, "overrides": []},
            "options": {"legend": {"displayMode": "list", "placement": "bottom"}, "tooltip": {"mode": "multi", "sort": "desc"}}}


def states(title, description, expr, legend, texts):
    """What is in which state, over time: values are numbers of states."""
    mappings = [{"type": "value", "options": {str(value): {"text": text, "color": color} for value, text, color in texts}}]
    return {"type": "state-timeline", "title": title, "description": description, "datasource": SOURCE, "targets": targets((expr, legend)),
            "fieldConfig": {"defaults": {"mappings": mappings, "thresholds": thresholds(((None, GREEN),)), "custom": {"fillOpacity": 70}}, "overrides": []},
            "options": {"mergeValues": True, "showValue": "auto", "rowHeight": 0.9}}


def quantile(q, selector, by="le"):
    return f"histogram_quantile({q}, sum by ({by}) (rate(http_server_request_duration_seconds_bucket{{{selector}}}{RATE})))"


def dashboard():
    g = Grid()
    g.row("Attendees")
    g.add(stat("Nodes that take downloads", "Active nodes, as the control plane sees them.",
               'max(meetingcloud_nodes{meetingcloud_node_state="active"})', steps=((None, RED), (1, GREEN))), 4, 4)
    g.add(stat("Nodes lost", "Nodes of which nothing is heard.",
               'max(meetingcloud_nodes{meetingcloud_node_state="lost"})', steps=((None, GREEN), (1, YELLOW))), 4, 4)
    g.add(stat("Meetings on no node", "Active meetings whose current version no active node holds: the control plane serves them.",
               'max(meetingcloud_meetings{meetingcloud_meeting_ready_on="none"})', steps=((None, GREEN), (1, RED))), 4, 4)
    g.add(stat("Longest wait for all nodes", "How long some active meeting has been waiting for every active node.",
               "max(meetingcloud_sync_lag_seconds)", "s", ((None, GREEN), (30, YELLOW), (180, RED))), 4, 4)
    g.add(stat("Downloads under way", "Responses to attendees, all nodes together.", "sum(meetingcloud_node_downloads_active)"), 4, 4)
    g.add(stat("Sent to attendees", "Bytes per second, all nodes together.",
               f"sum(rate(meetingcloud_node_download_bytes_total{RATE}))", "Bps"), 4, 4)
    g.add(chart("Bytes to attendees, by node", "What each node sends. Its line rate is its limit.",
                (f"sum by (job, instance) (rate(meetingcloud_node_download_bytes_total{RATE}))", "{{job}} {{instance}}"), unit="Bps", stack=True), 12, 8)
    g.add(chart("Downloads under way, by node", "Nodes of one size should have about as many each.",
                ("sum by (job, instance) (meetingcloud_node_downloads_active)", "{{job}} {{instance}}"), stack=True), 12, 8)
    g.add(chart("Downloads that failed", "Refused with 500 or above; broken off for want of the bytes; left by the attendee, or by the line.",
                (f'sum(rate({REQUESTS}{{{DOWNLOADS},http_response_status_code=~"5.."}}{RATE}))', "refused"),
                (f"sum by (error_type) (rate(meetingcloud_node_downloads_incomplete_total{RATE}))", "{{error_type}}"), unit="reqps"), 8, 8)
    g.add(chart("Who serves packages", "How the control plane answers: 307 sends to a node, 200 and 206 are its own bytes.",
                (f"sum by (http_response_status_code) (rate({REQUESTS}{{{PACKAGE}}}{RATE}) {ON_CONTROL_PLANE})", "{{http_response_status_code}}"),
                unit="reqps", stack=True), 8, 8)
    g.add(chart("Readiness of active meetings", "On all active nodes, on some, on none.",
                ("max by (meetingcloud_meeting_ready_on) (meetingcloud_meetings)", "{{meetingcloud_meeting_ready_on}}"), stack=True), 8, 8)

    g.row("Nodes")
    g.add(states("State", "As the control planes see it.",
                 'max by (meetingcloud_node_id) (meetingcloud_node_status{meetingcloud_node_state="lost"} * 2'
                 ' or meetingcloud_node_status{meetingcloud_node_state="maintenance"})', "{{meetingcloud_node_id}}",
                 ((0, "active", GREEN), (1, "maintenance", "blue"), (2, "lost", RED))), 8, 8)
    g.add(chart("Time since the last heartbeat", "A node is lost at NODE_HEARTBEAT_TIMEOUT, 60 s where nothing else is set.",
                ("min by (meetingcloud_node_id) (meetingcloud_node_heartbeat_age_seconds)", "{{meetingcloud_node_id}}"), unit="s",
                steps=((None, GREEN), (60, RED))), 8, 8)
    g.add(chart("Health", "From 0.1 (hardly fit) to 1 (idle): processor, memory and disk of the node.",
                ("min by (meetingcloud_node_id) (meetingcloud_node_health_ratio)", "{{meetingcloud_node_id}}"), unit="percentunit", most=1,
                steps=((None, RED), (0.15, YELLOW), (0.3, GREEN))), 8, 8)
    g.add(chart("Disk in use", "Of what blobs may take. Full is no fault: closed meetings go when room is needed.",
                ("max by (meetingcloud_node_id) (meetingcloud_node_storage_used_bytes / meetingcloud_node_storage_limit_bytes)",
                 "{{meetingcloud_node_id}}"), unit="percentunit", most=1), 8, 8)
    g.add(chart("Meetings held, by state", "All nodes together. no_room: an active meeting that has no room on some node.",
                ("sum by (meetingcloud_meeting_state) (meetingcloud_node_meetings)", "{{meetingcloud_meeting_state}}"), stack=True), 8, 8)
    g.add(chart("Corrupt files found", "By nodes and control plane, in a day. None is served.",
                ("sum by (job, instance) (increase(meetingcloud_blobs_quarantined_total[1d]))", "{{job}} {{instance}}"), steps=((None, GREEN), (2, RED))), 8, 8)

    g.row("Control plane")
    g.add(chart("Requests, by answer", "All requests but health probes.",
                (f"sum by (http_response_status_code) (rate({REQUESTS}{RATE}) {ON_CONTROL_PLANE})", "{{http_response_status_code}}"),
                unit="reqps", stack=True), 8, 8)
    g.add(chart("Share of errors", "Answers of 500 and above.",
                (f'sum(rate({REQUESTS}{{http_response_status_code=~"5.."}}{RATE}) {ON_CONTROL_PLANE}) / sum(rate({REQUESTS}{RATE}) {ON_CONTROL_PLANE})',
                 "errors"), unit="percentunit", steps=((None, GREEN), (0.05, RED))), 8, 8)
    g.add(chart("Time of short requests", "Data, active meetings, heartbeats and manifests: what is no transfer of files.",
                (quantile(0.5, QUICK), "p50"), (quantile(0.95, QUICK), "p95"), (quantile(0.99, QUICK), "p99"), unit="s",
                steps=((None, GREEN), (1, RED))), 8, 8)
    g.add(chart("Slowest routes", "95th percentile. Event streams, uploads and downloads take as long as they take.",
                ("topk(8, " + quantile(0.95, 'http_route!=""', "le, http_route") + ")", "{{http_route}}"), unit="s"), 8, 8)
    g.add(states("Health checks", "The worst of all instances: see /health for the words.",
                 'max by (job, meetingcloud_health_check) (meetingcloud_health_status{meetingcloud_health_state="unhealthy"} * 2'
                 ' or meetingcloud_health_status{meetingcloud_health_state="degraded"})', "{{job}} {{meetingcloud_health_check}}",
                 ((0, "healthy", GREEN), (1, "degraded", YELLOW), (2, "unhealthy", RED))), 8, 8)
    g.add(chart("Disk left", "On the volume of UPLOAD_DIR.",
                ("meetingcloud_storage_free_bytes / meetingcloud_storage_limit_bytes", "{{job}} {{instance}}"), unit="percentunit", most=1,
                steps=((None, RED), (0.05, YELLOW), (0.1, GREEN))), 8, 8)
    g.add(chart("Connections", "Open connections, by service. Each node keeps one to the control plane: its event stream.",
                ("sum by (job) (kestrel_active_connections)", "{{job}}")), 8, 8)
    g.add(chart("Leases held", "Each lease should have one owner.",
                ("sum by (meetingcloud_lease_name) (meetingcloud_lease_held)", "{{meetingcloud_lease_name}}")), 8, 8)

    g.row("Uploads")
    g.add(chart("Uploads, by answer", "PUT of files, and tus: each PATCH is one request.",
                (f"sum by (http_request_method, http_response_status_code) (rate({REQUESTS}{{{UPLOADS}}}{RATE}))",
                 "{{http_request_method}} {{http_response_status_code}}"), unit="reqps", stack=True), 8, 8)
    g.add(chart("Time of uploads", "95th percentile, the sender's line included.",
                (quantile(0.95, UPLOADS, "le, http_request_method"), "{{http_request_method}}"), unit="s"), 8, 8)
    g.add(chart("Uploads that failed", "In the last 15 minutes, by answer.",
                (f'sum by (http_response_status_code) (increase({REQUESTS}{{{UPLOADS},http_response_status_code=~"5.."}}[15m]))',
                 "{{http_response_status_code}}"), steps=((None, GREEN), (3, RED))), 8, 8)

    g.row("Origin pool")
    origin = [("healthy", 0, GREEN), ("slow", 1, YELLOW), ("full", 2, "orange"), ("disabled", 3, "blue"), ("paused", 4, RED)]
    g.add(states("State of servers", "The worst that any control plane sees.",
                 "max by (origin_server) (" + " or ".join(
                     f'origin_status{{origin_state="{name}"}} * {value}' for name, value, _ in reversed(origin)) + ")",
                 "{{origin_server}}", [(value, name, color) for name, value, color in origin]), 8, 8)
    g.add(chart("Requests under way", "Of what a server takes at a time, all control planes together.",
                ("sum by (origin_server) (origin_requests_active) / max by (origin_server) (origin_requests_limit)", "{{origin_server}}"),
                unit="percentunit", most=1), 8, 8)
    g.add(chart("Requests that wait", "For a slot or for the budget.",
                ("sum by (origin_server) (origin_requests_waiting)", "{{origin_server}}")), 8, 8)
    g.add(chart("Budget used", "Requests in the server's window, of those that it allows. Servers without a budget are absent.",
                ("sum by (origin_server) (origin_budget_used) / max by (origin_server) (origin_budget_limit)", "{{origin_server}}"),
                unit="percentunit", most=1, steps=((None, GREEN), (0.9, RED))), 8, 8)
    g.add(chart("Requests that failed", "By kind. Each is tried again, at this server or at another.",
                (f'sum by (origin_server, error_type) (rate(origin_request_duration_seconds_count{{error_type!=""}}{RATE}))',
                 "{{origin_server}} {{error_type}}"), unit="reqps"), 8, 8)
    g.add(chart("Time to answer", "95th percentile until the headers; uploads left out.",
                (f'histogram_quantile(0.95, sum by (le, origin_server) (rate(origin_request_duration_seconds_bucket{{http_request_method!="PUT"}}{RATE})))',
                 "{{origin_server}}"), unit="s"), 8, 8)
    g.add(chart("Bytes", "To and from the servers.",
                (f"sum by (origin_server, network_io_direction) (rate(origin_io_bytes_total{RATE}))", "{{origin_server}} {{network_io_direction}}"),
                unit="Bps"), 8, 8)
    g.add(chart("Files, by their copies", "missing: fewer copies than they should have; unplaced: on the control plane's disk alone; suspect: bad copies.",
                ("max by (origin_file_state) (origin_files)", "{{origin_file_state}}")), 8, 8)
    g.add(chart("Room on the servers", "Where they say.", ("max by (origin_server) (origin_storage_free_bytes)", "{{origin_server}}"), unit="bytes"), 8, 8)

    g.row("Runtime")
    g.add(chart("Processor", "Cores in use, by service.",
                (f"sum by (job) (rate(dotnet_process_cpu_time_seconds_total{RATE}))", "{{job}}"), unit="short"), 8, 8)
    g.add(chart("Memory", "Working set, by service.", ("sum by (job) (dotnet_process_memory_working_set_bytes)", "{{job}}"), unit="bytes"), 8, 8)
    g.add(chart("Work that waits for a thread", "For long above zero: the process cannot follow. (.NET exports this length as a counter, hence its name.)",
                ("sum by (job) (dotnet_thread_pool_queue_length_total)", "{{job}}")), 8, 8)
    g.add(chart("Time in garbage collection", "Share of the time that all threads stood still.",
                (f"sum by (job) (rate(dotnet_gc_pause_time_seconds_total{RATE}))", "{{job}}"), unit="percentunit"), 8, 8)
    g.add(chart("Exceptions", "Thrown, by type; most are caught.",
                (f"topk(8, sum by (job, error_type) (rate(dotnet_exceptions_total{RATE})))", "{{job}} {{error_type}}"), unit="cps"), 8, 8)
    return {
        "uid": "meetingcloud", "title": "MeetingCloud", "tags": ["meetingcloud"], "timezone": "browser", "schemaVersion": 39, "version": 1,
        "editable": True, "graphTooltip": 1, "refresh": "15s", "time": {"from": "now-1h", "to": "now"},
        "templating": {"list": [{"name": "datasource", "label": "Data source", "type": "datasource", "query": "prometheus", "hide": 0}]},
        "annotations": {"list": []}, "links": [], "panels": g.panels,
    }


def alerts():
    groups = yaml.safe_load((HERE / "../prometheus/alerts.yaml").read_text())["groups"]
    return {"apiVersion": 1, "groups": [
        {"orgId": 1, "name": group["name"], "folder": "MeetingCloud", "interval": "1m", "rules": [rule(r) for r in group["rules"]]}
        for group in groups]}


def rule(r):
    # Prometheus fires where there is a sample, whatever its value; Grafana where the condition is not 0.
    return {
        "uid": "mc" + re.sub(r"(?=[A-Z])", "-", r["alert"].removeprefix("MeetingCloud")).lower(),
        "title": r["alert"], "condition": "B", "for": r.get("for", "0s"), "noDataState": "OK", "execErrState": "Error", "isPaused": False,
        "labels": r["labels"],
        "annotations": {name: text.replace("$value", "$values.A.Value") for name, text in r["annotations"].items()},
        "data": [
            {"refId": "A", "datasourceUid": "prometheus", "relativeTimeRange": {"from": 600, "to": 0},
             "model": {"refId": "A", "expr": r["expr"].rstrip("\n"), "instant": True, "range": False}},
            {"refId": "B", "datasourceUid": "__expr__", "relativeTimeRange": {"from": 600, "to": 0},
             "model": {"refId": "B", "type": "math", "expression": "is_number($A)"}},
        ],
    }


for name, content in (("meetingcloud.json", dashboard()), ("alerts.json", alerts())):
    (HERE / name).write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n")
