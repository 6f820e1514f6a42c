{{/* One service with the defaults, as YAML. Arguments: root, name. */}}
{{- define "peernetwork.service" -}}
{{- $own := index .root.Values.services .name -}}
{{- mergeOverwrite (deepCopy .root.Values.defaults) (deepCopy $own) | toYaml -}}
{{- end }}

{{/* The names of the enabled services, as a YAML list. Argument: root. */}}
{{- define "peernetwork.enabled" -}}
{{- $names := list -}}
{{- range $name, $own := .Values.services -}}
{{- if dig "enabled" $.Values.defaults.enabled $own -}}{{- $names = append $names $name -}}{{- end -}}
{{- end -}}
{{- toYaml $names -}}
{{- end }}

{{/* The names of the enabled services that call a service, as a YAML list. Arguments: root, name. */}}
{{- define "peernetwork.callers" -}}
{{- $callers := list -}}
{{- range $caller := include "peernetwork.enabled" .root | fromYamlArray -}}
{{- $service := include "peernetwork.service" (dict "root" $.root "name" $caller) | fromYaml -}}
{{- if has $.name $service.calls -}}{{- $callers = append $callers $caller -}}{{- end -}}
{{- end -}}
{{- toYaml $callers -}}
{{- end }}

{{/* Whether something calls a service: "true" or "". Arguments: root, name. */}}
{{- define "peernetwork.isCalled" -}}
{{- $service := include "peernetwork.service" . | fromYaml -}}
{{- if or $service.exposed (include "peernetwork.callers" . | fromYamlArray) -}}true{{- end -}}
{{- end }}

{{/* Fails where a service, with the defaults, is wrong in a way that the schema cannot see. Arguments: root, name. */}}
{{- define "peernetwork.check" -}}
{{- $service := include "peernetwork.service" . | fromYaml -}}
{{- $longest := printf "%s-%s-schema" .root.Release.Name .name -}}
{{- if or (gt (len $longest) 63) (not (regexMatch "^[a-z][a-z0-9-]*$" .root.Release.Name)) -}}
{{- fail (printf "the release has to have a shorter name of lower case letters, digits and hyphens: %s" $longest) -}}
{{- end -}}
{{- if gt (int $service.scaling.min) (int $service.scaling.max) -}}
{{- fail (printf "services.%s.scaling.min is above max" .name) -}}
{{- end -}}
{{- if eq (get $service.settings "Runs__Role" | default "") "Api" -}}
{{- $others := list -}}
{{- range $name := include "peernetwork.enabled" .root | fromYamlArray -}}
{{- $other := include "peernetwork.service" (dict "root" $.root "name" $name) | fromYaml -}}
{{- if eq (get $other.settings "Runs__Role" | default "") "Worker" -}}{{- $others = append $others $name -}}{{- end -}}
{{- end -}}
{{- if not $others -}}
{{- fail (printf "services.%s leaves runs to workers (Runs__Role: Api), and no enabled service is one" .name) -}}
{{- end -}}
{{- end -}}
{{- if and (eq $service.scaling.by "queue") (not $service.scaling.queue.name) -}}
{{- fail (printf "services.%s.scaling.queue.name is missing" .name) -}}
{{- end -}}
{{- end }}

{{- define "peernetwork.fullName" -}}
{{ .root.Release.Name }}-{{ .name }}
{{- end }}

{{/* Labels by which a selector finds the pods of a component. Arguments: root, name. */}}
{{- define "peernetwork.selector" -}}
app.kubernetes.io/name: {{ .root.Chart.Name }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .name }}
{{- end }}

{{/* Arguments: root, name. */}}
{{- define "peernetwork.labels" -}}
{{ include "peernetwork.selector" . }}
app.kubernetes.io/version: {{ .root.Values.image.tag | default .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ .root.Chart.Name }}-{{ .root.Chart.Version }}
{{- end }}

{{/* The settings of a service that are not secret, as YAML. Arguments: root, name. */}}
{{- define "peernetwork.settings" -}}
{{- $values := .root.Values -}}
{{- $service := include "peernetwork.service" . | fromYaml -}}
{{- $drain := int $service.shutdown.drainSeconds -}}
{{- $settings := dict
      "ASPNETCORE_HTTP_PORTS" "8080"
      "DOTNET_hostBuilder__reloadConfigOnChange" "false"
      "Shutdown__Drain" (printf "00:%02d:%02d" (div $drain 60) (mod $drain 60)) -}}
{{- if $service.checksTokens -}}
{{- $_ := set $settings "Auth__Authority" $values.tokens.authority -}}
{{- $_ := set $settings "Auth__Issuer" $values.tokens.issuer -}}
{{- $_ := set $settings "Auth__Audience" $values.tokens.audience -}}
{{- $_ := set $settings "Auth__SubjectClaim" $values.tokens.subjectClaim -}}
{{- end -}}
{{- if and $service.exposed (ne $values.exposure.kind "none") -}}
{{- $_ := set $settings "ASPNETCORE_FORWARDEDHEADERS_ENABLED" "true" -}}
{{- end -}}
{{- if has "database" $service.uses -}}
{{- $_ := set $settings "EventSourcing__CreatesSchema" "false" -}}
{{- end -}}
{{- if and $values.telemetry.endpoint (has "telemetry" $service.uses) -}}
{{- $_ := set $settings "OTEL_EXPORTER_OTLP_ENDPOINT" $values.telemetry.endpoint -}}
{{- $_ := set $settings "OTEL_EXPORTER_OTLP_PROTOCOL" $values.telemetry.protocol -}}
{{- end -}}
{{- $enabled := include "peernetwork.enabled" .root | fromYamlArray -}}
{{- range $called := $service.calls -}}
{{- if not (has $called $enabled) -}}
{{- fail (printf "services.%s.calls names %s, which is no enabled service" $.name $called) -}}
{{- end -}}
{{- $address := printf "http://%s:8080" (include "peernetwork.fullName" (dict "root" $.root "name" $called)) -}}
{{- $_ := set $settings (printf "Services__%s__http__0" $called) $address -}}
{{- end -}}
{{- mergeOverwrite $settings $values.settings (tpl (toYaml $service.settings) .root | fromYaml) | toYaml -}}
{{- end }}

{{/* Environment variables from a Secret. Arguments: secret (its name), secrets (variable to key). */}}
{{- define "peernetwork.secretEnvironment" -}}
{{- range $variable, $key := .secrets }}
- name: {{ $variable }}
  valueFrom:
    secretKeyRef:
      name: {{ $.secret }}
      key: {{ $key }}
{{- end }}
{{- end }}

{{/* The name of the Secret of a service. Arguments: root, service, name. */}}
{{- define "peernetwork.secretName" -}}
{{- $secret := tpl .service.secret .root -}}
{{- if and (not $secret) .service.secrets -}}
{{- fail (printf "services.%s.secrets needs services.%s.secret" .name .name) -}}
{{- end -}}
{{- $secret -}}
{{- end }}
