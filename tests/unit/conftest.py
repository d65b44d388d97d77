"""A small invented bureau, its params written as a clerk would write them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from reporting.settings import Project, Settings, load_settings

CITY = """\
code: "990000"
name: {zh-Hans: 云州市, en: Yunzhou}
aliases: [云州]
title: {zh-Hans: 云州市月报, en: Yunzhou monthly report}
counties:
  - {code: "990101", name: {zh-Hans: 东区, en: East District}, aliases: [东]}
  - {code: "990102", name: {zh-Hans: 西县, en: West County}, old_codes: ["980102"]}
  - {code: "990103", name: {zh-Hans: 南县, en: South County}}
  - {code: "990104", name: {zh-Hans: 北市, en: North City}}
totals:
  - {code: "990000", name: {zh-Hans: 全市, en: City}}
  - {code: "990000-N", name: {zh-Hans: 全市(不含北市), en: City without North City}, without: ["990104"]}
calendar: {period: month, school_months: [1, 2, 3, 4, 5, 6, 9, 10, 11, 12]}
scope:
  table: ledger
  condition: stage = '小学' and not coalesce(boarding, false)
  label: {zh-Hans: 非寄宿小学, en: day primary schools}
"""

FORMS = """\
forms:
  - id: own
    name: {zh-Hans: 月报表}
    title: 月报表
    tables:
      - layout: rows
        name: ledger
        sheets: [台账]
        entity: [school_code, school_name]
        fields:
          - {name: school_name, heading: 学校名称, kind: text, required: true}
          - {name: school_code, heading: 标识码, kind: code}
          - {name: stage, heading: 学段, kind: choice, choices: [小学, 初中]}
          - {name: area, heading: 城乡, kind: choice, choices: [城区, 镇区, 乡村]}
          - {name: boarding, heading: 寄宿, kind: boolean}
          - {name: offers, heading: 开展, kind: boolean}
          - {name: enrolled, heading: 学生数, kind: integer, counts: people, unit: 名}
          - {name: participants, heading: 参加数, kind: integer, counts: people}
          - {name: fee, heading: 收费, kind: number, counts: nothing}
          - {name: minutes, heading: 作业时长, kind: number, counts: nothing}
          - {name: course_names, heading: 课程, kind: list}
          - {name: courses, heading: 课程门数, kind: integer, counts: things}
          - {name: note, heading: 备注, kind: text, private: true}
      - layout: items
        name: figures
        sheets: [统计]
        item_heading: [指标]
        value_heading: [数值]
        items:
          - {name: meetings, label: 会议}
          - {name: cases, label: 违规}
          - {name: complaints, label: 举报}
          - {name: closed, label: 办结}
          - {name: funded, label: 经费, kind: boolean}
          - {name: answers, label: 问卷}
          - {name: satisfied, label: 满意}
          - {name: spend, label: 支出}
      - layout: rows
        name: problems
        sheets: [问题]
        fields:
          - {name: "no", heading: 序号, kind: code}
          - {name: problem, heading: 问题, kind: text, required: true}
          - {name: unit, heading: 单位, kind: text}
          - {name: action, heading: 措施, kind: text}
          - {name: due, heading: 时限, kind: date}
          - {name: state, heading: 状态, kind: choice, choices: [已整改, 整改中]}
  - id: national
    name: {zh-Hans: 半月报}
    title: 半月报
    tables:
      - layout: items
        name: national
        sheets: [半月报]
        item_heading: [项目]
        value_heading: [数量]
        items:
          - {name: nat_schools, label: 学校总数}
          - {name: nat_offering, label: 提供服务的学校}
"""

INDICATORS = """\
groups: [{id: service, name: {zh-Hans: 课后服务}}]
scopes:
  in_scope: {zh-Hans: 纳入统计的学校}
  offering: {zh-Hans: 开展的学校}
  all: {zh-Hans: 全部学校}
  county: {zh-Hans: 县级统计}
  parents: {zh-Hans: 家长问卷}
indicators:
  - id: cov
    name: {zh-Hans: 覆盖率}
    definition: {zh-Hans: 开展 ÷ 纳入}
    group: service
    kind: target
    target: 100
    near: 95
    unit: percent
    aggregate: rate
    counts: schools
    measures:
      - {table: ledger, among: in_scope, numerator: offers, denominator: "1", scope: in_scope}
      - {table: national, numerator: nat_offering, denominator: nat_schools, scope: all}
  - id: joined
    name: {zh-Hans: 参与率}
    definition: {zh-Hans: 参加 ÷ 在校}
    group: service
    kind: voluntary
    complaints: closed
    unit: percent
    aggregate: rate
    counts: pupils
    measures:
      - {table: ledger, among: in_scope and offers, numerator: participants, denominator: enrolled, scope: offering}
  - id: closed
    name: {zh-Hans: 办结率}
    definition: {zh-Hans: 办结 ÷ 收到}
    group: service
    kind: target
    target: 100
    unit: percent
    aggregate: rate
    counts: cases
    measures: [{table: figures, numerator: closed, denominator: complaints, scope: county}]
  - id: cases
    name: {zh-Hans: 违规}
    definition: {zh-Hans: 起数}
    group: service
    kind: zero
    unit: cases
    aggregate: sum
    counts: cases
    measures: [{table: figures, numerator: cases, scope: county}]
"""

COMMITMENTS = """\
source: {zh-Hans: 公开答复}
commitments:
  - {key: 一, name: {zh-Hans: 服务}, quotation: 全覆盖, indicators: [cov]}
"""

CLAIMS = """\
source: {zh-Hans: 公开答复}
claims:
  - {id: all, quotation: 全部学校, county: "990000", scope: {zh-Hans: 全部}, as_of: 2022-04-22, indicator: cov}
"""

RUN = """\
pages:
  - {notebook: county.ipynb, per: county, title: {zh-Hans: 县报告}, max_kib: 100}
  - {notebook: city.ipynb, per: city, page: city, title: {zh-Hans: 全市总览}, max_kib: 100}
"""

POLICY = """\
comparison: {least_completeness: 0.75}
"""

PARAMS = {
    "city.yaml": CITY,
    "forms.yaml": FORMS,
    "indicators.yaml": INDICATORS,
    "commitments.yaml": COMMITMENTS,
    "claims.yaml": CLAIMS,
    "policy.yaml": POLICY,
    "run.yaml": RUN,
}

MakeProject = Callable[..., Project]


def write_project(
    root: Path, replace: Mapping[str, tuple[str, str]] | None = None, files: Mapping[str, str] | None = None
) -> Project:
    """Write a project; ``replace`` maps a file to (old, new) texts, ``files`` maps a file to the whole of it."""
    folder = root / "params"
    folder.mkdir(parents=True)
    for file, text in (PARAMS | dict(files or {})).items():
        old, new = (replace or {}).get(file, ("", ""))
        assert old in text, f"the fixture has no {old!r} to replace"
        (folder / file).write_text(text.replace(old, new, 1) if old else text, encoding="utf-8")
    return Project.at(root)


@pytest.fixture
def make_project(tmp_path: Path) -> MakeProject:
    """A function that writes a project into the test's own folder, as `write_project` does."""

    def make(
        replace: Mapping[str, tuple[str, str]] | None = None,
        files: Mapping[str, str] | None = None,
        name: str = "bureau",
    ) -> Project:
        return write_project(tmp_path / name, replace, files)

    return make


@pytest.fixture
def project(make_project: MakeProject) -> Project:
    return make_project()


@pytest.fixture
def settings(project: Project) -> Settings:
    return load_settings(project)
