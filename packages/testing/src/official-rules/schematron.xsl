<?xml version="1.0" encoding="UTF-8"?>
<!-- A Schematron schema without includes or abstract patterns as a stylesheet that writes SVRL: each pattern a mode, in which the
     first rule that matches a node is the only one. For rule sets that are published as Schematron alone. -->
<xsl:stylesheet version="2.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:out="urn:out"
    xmlns:sch="http://purl.oclc.org/dsdl/schematron" xmlns:svrl="http://purl.oclc.org/dsdl/svrl" exclude-result-prefixes="sch">
  <xsl:namespace-alias stylesheet-prefix="out" result-prefix="xsl"/>

  <xsl:template match="/sch:schema">
    <out:stylesheet version="2.0">
      <xsl:for-each select="sch:ns"><xsl:namespace name="{@prefix}" select="@uri"/></xsl:for-each>
      <xsl:copy-of select="xsl:function"/>
      <xsl:apply-templates select="sch:let | sch:pattern/sch:let"/>
      <out:template match="/">
        <svrl:schematron-output>
          <xsl:for-each select="sch:pattern">
            <out:apply-templates select="/" mode="{generate-id()}"/>
          </xsl:for-each>
        </svrl:schematron-output>
      </out:template>
      <xsl:apply-templates select="sch:pattern"/>
    </out:stylesheet>
  </xsl:template>

  <xsl:template match="sch:let">
    <out:variable name="{@name}" select="{@value}"/>
  </xsl:template>

  <xsl:template match="sch:pattern">
    <xsl:variable name="mode" select="generate-id()"/>
    <xsl:for-each select="sch:rule">
      <out:template match="{@context}" mode="{$mode}" priority="{1000 + last() - position()}">
        <svrl:fired-rule context="{@context}"/>
        <xsl:apply-templates select="sch:let | sch:assert"/>
        <out:apply-templates select="@* | *" mode="{$mode}"/>
      </out:template>
    </xsl:for-each>
    <out:template match="node() | @*" mode="{$mode}" priority="-2">
      <out:apply-templates select="@* | *" mode="{$mode}"/>
    </out:template>
  </xsl:template>

  <xsl:template match="sch:assert">
    <out:if test="not({@test})">
      <svrl:failed-assert test="{@test}">
        <out:attribute name="id"><xsl:value-of select="@id"/></out:attribute>
        <out:attribute name="flag"><xsl:value-of select="@flag"/></out:attribute>
      </svrl:failed-assert>
    </out:if>
  </xsl:template>
</xsl:stylesheet>
