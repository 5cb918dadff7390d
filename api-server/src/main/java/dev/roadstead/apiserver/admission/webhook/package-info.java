/**
 * Admission webhooks (admissionregistration.k8s.io/v1): HTTPS services that are asked before something is written.
 *
 * <p>{@link dev.roadstead.apiserver.admission.webhook.WebhookConfigurations} makes values of configurations, {@link
 * dev.roadstead.apiserver.admission.webhook.Webhooks} decides whom to ask and what their answers mean, {@link
 * dev.roadstead.apiserver.admission.webhook.ReviewClient} is the network. Webhooks are never asked about webhooks. A change
 * through {@code /scale} is shown as the change of the object that it is, with the subresource named.
 */
@NullMarked
package dev.roadstead.apiserver.admission.webhook;

import org.jspecify.annotations.NullMarked;
